//! `Policy`.

use augplay::mix::Ready;
use augplay::sample::{Annotations, State};
use augplay::{Code, Error, Sample, Size, export, view};
use numpy::PyArray2;
use pyo3::prelude::*;
use serde_json::Value as Json;

use crate::failure::raised;
use crate::sample::{Arrays, Given, arrays, flat};

/// A policy, checked and never changed.
#[pyclass(frozen, module = "augplay._augplay")]
pub(crate) struct Policy {
    inner: augplay::Policy,
}

impl From<augplay::Policy> for Policy {
    fn from(inner: augplay::Policy) -> Self {
        Self { inner }
    }
}

/// Arrays, what was drawn as JSON, and the mask of a mix.
type Mixed<'py> = (Arrays<'py>, String, Option<Bound<'py, PyArray2<u8>>>);

#[pymethods]
impl Policy {
    /// Reads YAML or JSON; `filename` is named in errors.
    #[staticmethod]
    #[pyo3(signature = (text, filename=None))]
    fn parse(text: &str, filename: Option<&str>) -> PyResult<Self> {
        let read = augplay::Policy::parse(text).map_err(|e| match filename {
            Some(name) => e.in_file(name),
            None => e,
        });
        read.map(Self::from).map_err(raised)
    }

    fn yaml(&self) -> String {
        self.inner.to_yaml()
    }

    fn json(&self) -> String {
        self.inner.to_json().to_string()
    }

    fn digest(&self) -> String {
        self.inner.hash()
    }

    /// JSON list of what a reader should know.
    fn notes(&self) -> String {
        serde_json::json!(self.inner.notes()).to_string()
    }

    fn with_seed(&self, seed: u64) -> Self {
        let mut inner = self.inner.clone();
        inner.seed = seed;
        inner.into()
    }

    fn moment(&self, progress: f64) -> PyResult<Self> {
        let inner = self.inner.moment(progress).map_err(raised)?;
        Ok(inner.into())
    }

    /// Names of the views that one draw gives.
    fn parts(&self) -> Vec<String> {
        let parts = self.inner.parts();
        parts.iter().map(augplay::policy::Part::label).collect()
    }

    fn part(&self, i: usize) -> PyResult<Self> {
        let inner = self.inner.part(i).map_err(raised)?;
        Ok(inner.into())
    }

    fn part_called(&self, name: &str) -> PyResult<usize> {
        self.inner.part_called(name).map_err(raised)
    }

    fn opened(&self, id: &str) -> PyResult<Self> {
        let inner = self.inner.opened(id).map_err(raised)?;
        Ok(inner.into())
    }

    /// JSON `{text, filename, mime, verdicts}`.
    fn export(&self, format: &str) -> PyResult<String> {
        let made = export::export(&self.inner, format).map_err(raised)?;
        Ok(made.to_json())
    }

    /// What would be drawn, as JSON.
    fn draw(&self, shape: [usize; 3], annotations: &str, key: &str, view: u32) -> PyResult<String> {
        let [height, width, channels] = shape;
        let draw = || {
            let side = |v: usize| u32::try_from(v).unwrap_or(u32::MAX);
            let size = Size::new(side(width), side(height));
            augplay::image::check_size(size)?;
            if !matches!(channels, 1 | 3) {
                let e = Error::new(Code::Range, "must be 1 or 3").at_param("channels");
                return Err(e.with_value(channels));
            }
            let tree = serde_json::from_str(annotations)
                .map_err(|e| Error::new(Code::Type, e.to_string()).at_param("annotations"))?;
            let annotations = Annotations::read(tree)?;
            let mut state = State::of(size, channels);
            (state.boxes, state.keypoints) = (annotations.boxes, annotations.keypoints);
            state
                .boxes
                .iter_mut()
                .enumerate()
                .for_each(|(i, b)| b.index = i);
            state
                .keypoints
                .iter_mut()
                .enumerate()
                .for_each(|(i, k)| k.index = i);
            self.inner.draw(&state, key, view)
        };
        let draw = draw().map_err(raised)?;
        Ok(view::outcome(&draw).to_string())
    }

    /// Draws one view and runs it, without holding the interpreter.
    fn apply<'py>(
        &self,
        py: Python<'py>,
        given: Given<'py>,
        key: &str,
        view: u32,
    ) -> PyResult<(Arrays<'py>, String)> {
        let sample = given.sample()?;
        drop(given);
        let made = py.detach(|| {
            let (out, draw) = self.inner.apply(&sample, key, view)?;
            let mut info = view::outcome(&draw);
            if let Json::Object(keys) = &mut info {
                keys.insert("changed".into(), (out.image != sample.image).into());
            }
            Ok((out, info.to_string()))
        });
        let (out, info) = made.map_err(raised)?;
        Ok((arrays(py, out)?, info))
    }

    /// All outputs of one batch.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "lists are taken from Python whole"
    )]
    fn mix<'py>(
        &self,
        py: Python<'py>,
        given: Vec<Given<'py>>,
        keys: Vec<String>,
        view: u32,
    ) -> PyResult<Vec<Mixed<'py>>> {
        let samples = given
            .iter()
            .map(Given::sample)
            .collect::<PyResult<Vec<_>>>()?;
        drop(given);
        let made = py.detach(|| {
            let members = samples.iter().zip(keys.iter().map(String::as_str));
            let ready = Ready::new(&self.inner, members, view)?;
            let one = |i: usize| {
                let (outcome, mixed) = ready.mix(&self.inner, i)?;
                let info = ready.info(i, &outcome, &mixed).to_string();
                Ok((mixed.sample, info, mixed.mask))
            };
            (0..samples.len())
                .map(one)
                .collect::<augplay::Result<Vec<_>>>()
        });
        let out = made.map_err(raised)?.into_iter();
        out.map(|(sample, info, mask): (Sample, String, _)| {
            let mask = mask.map(|m| flat(py, m)).transpose()?;
            Ok((arrays(py, sample)?, info, mask))
        })
        .collect()
    }
}
