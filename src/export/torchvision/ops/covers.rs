//! Noise, and what covers parts of the picture.

use super::{Writer, join};
use crate::export::Verdict;
use crate::export::named::{find, on, word};
use crate::export::torchvision::python::{Py, call, number, numbers, pair, raw};
use crate::kernel::Dialect;
use crate::param::Value;
use crate::policy::law::Law;

impl Writer<'_> {
    pub(super) fn gauss_noise(&self) -> Py {
        let how = vec![
            ("mean", self.drawn("mean_frac")),
            ("sigma", self.drawn("sd_frac")),
        ];
        let (head, what) = if self.to == Dialect::Pil {
            ("Plain", "pillow_noise")
        } else {
            ("Call", "F.gaussian_noise")
        };
        self.maybe(join(head, vec![("", raw(what))], how))
    }

    pub(super) fn coarse_dropout(&mut self) -> Py {
        let fill = self.covered();
        let laws = vec![
            ("holes", self.drawn("holes")),
            ("width", self.drawn("width_frac")),
            ("height", self.drawn("height_frac")),
            ("fill", raw(numbers(&fill))),
        ];
        self.maybe(call("CoarseDropout", laws))
    }

    /// The colour of what is covered; other covers and covered masks are not said.
    fn covered(&mut self) -> [f64; 3] {
        if word(self.args, "cover") != "fill" {
            self.worsen(Verdict::approximate(
                "rectangles are covered by the fill colour",
            ));
        }
        if on(self.args, "fill_mask") {
            self.worsen(Verdict::approximate("masks are not covered"));
        }
        match find(self.args, "fill") {
            Value::Color(c) => c.map(f64::from),
            _ => [0.0; 3],
        }
    }

    /// torchvision's ratio is height over width.
    pub(super) fn random_erasing(&mut self) -> Py {
        let fill = self.covered();
        let one = self.fixed("count") == Some(1.0);
        let aspects = match self.law("aspect") {
            Law::LogUniform(a, b) => Some((a, b)),
            Law::Const(v) => Some((v, v)),
            _ => None,
        };
        if let (true, Some((low, high)), Some((a, b))) = (one, self.range("area_frac"), aspects) {
            let mut keys = vec![
                ("scale", pair(low, high)),
                ("ratio", pair(1.0 / b, 1.0 / a)),
            ];
            if fill != [0.0; 3] {
                // A list would not fit grey pictures.
                let grey = fill[0] == fill[1] && fill[1] == fill[2];
                let value = if grey {
                    number(fill[0])
                } else {
                    raw(numbers(&fill))
                };
                keys.push(("value", value));
            }
            return self.chance("v2.RandomErasing", keys);
        }
        let laws = vec![
            ("count", self.drawn("count")),
            ("area", self.drawn("area_frac")),
            ("aspect", self.drawn("aspect")),
            ("fill", raw(numbers(&fill))),
        ];
        self.maybe(call("RandomErasing", laws))
    }
}
