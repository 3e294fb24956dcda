//! Arrays to samples and back.

use augplay::sample::Annotations;
use augplay::{Code, Error, Raster, Result, Sample, Size};
use numpy::{PyArray1, PyArray2, PyArray3, PyArrayMethods, PyReadonlyArray2, PyReadonlyArray3};
use pyo3::prelude::*;

use crate::failure::raised;

/// A picture and what goes with it, as Python gives it: rows, columns, channels.
///
/// Picture, alpha, masks, how many of the masks (the last ones) name objects, and boxes and keypoints as
/// JSON.
#[derive(FromPyObject)]
pub(crate) struct Given<'py>(
    PyReadonlyArray3<'py, u8>,
    Option<PyReadonlyArray2<'py, u8>>,
    Vec<PyReadonlyArray2<'py, u16>>,
    usize,
    String,
);

impl Given<'_> {
    /// Copies everything out of Python's memory.
    pub(crate) fn sample(&self) -> PyResult<Sample> {
        self.copied().map_err(raised)
    }

    fn copied(&self) -> Result<Sample> {
        let Self(image, alpha, masks, instances, annotations) = self;
        let image = image.as_array();
        let (h, w, channels) = image.dim();
        let size = size(w, h)?;
        let mut out = Sample::new(Raster::new(
            size,
            channels,
            image.iter().copied().collect(),
        )?);
        let plane = |what: &str, (rows, columns): (usize, usize)| {
            if (columns, rows) == (w, h) {
                return Ok(());
            }
            let message = format!("has {columns} × {rows} pixels, the picture {w} × {h}");
            Err(Error::new(Code::Type, message).at_param(what))
        };
        if let Some(alpha) = alpha {
            let alpha = alpha.as_array();
            plane("alpha", alpha.dim())?;
            out.alpha = Some(Raster::new(size, 1, alpha.iter().copied().collect())?);
        }
        for mask in masks {
            let mask = mask.as_array();
            plane("masks", mask.dim())?;
            let ids = mask.iter().copied().collect();
            out.masks.push(Raster::new(size, 1, ids)?);
        }
        out.instances = (*instances).min(out.masks.len());
        let tree = serde_json::from_str(annotations)
            .map_err(|e| Error::new(Code::Type, e.to_string()).at_param("annotations"))?;
        let annotations = Annotations::read(tree)?;
        (out.boxes, out.keypoints) = (annotations.boxes, annotations.keypoints);
        for (i, b) in out.boxes.iter_mut().enumerate() {
            b.index = i;
        }
        for (i, k) in out.keypoints.iter_mut().enumerate() {
            k.index = i;
        }
        Ok(out)
    }
}

fn size(w: usize, h: usize) -> Result<Size> {
    let side = |v: usize| u32::try_from(v).unwrap_or(u32::MAX);
    let size = Size::new(side(w), side(h));
    augplay::image::check_size(size)?;
    Ok(size)
}

/// Picture, alpha and masks.
pub(crate) type Arrays<'py> = (
    Bound<'py, PyArray3<u8>>,
    Option<Bound<'py, PyArray2<u8>>>,
    Vec<Bound<'py, PyArray2<u16>>>,
);

/// Hands a finished sample to Python.
pub(crate) fn arrays(py: Python<'_>, sample: Sample) -> PyResult<Arrays<'_>> {
    let size = sample.image.size();
    let (w, h) = (size.width as usize, size.height as usize);
    let channels = sample.image.channels();
    let image = PyArray1::from_vec(py, sample.image.into_data()).reshape([h, w, channels])?;
    let alpha = sample.alpha.map(|a| flat(py, a)).transpose()?;
    let masks = sample.masks.into_iter().map(|m| flat(py, m));
    Ok((image, alpha, masks.collect::<PyResult<_>>()?))
}

/// A plane as an array.
pub(crate) fn flat<T: numpy::Element + Copy>(
    py: Python<'_>,
    plane: Raster<T>,
) -> PyResult<Bound<'_, PyArray2<T>>> {
    let size = plane.size();
    let shape = [size.height as usize, size.width as usize];
    PyArray1::from_vec(py, plane.into_data()).reshape(shape)
}
