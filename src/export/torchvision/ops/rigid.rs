//! Turns, pads, sizes by one side, perspective.

use super::{Keys, Writer, filled, join};
use crate::export::Verdict;
use crate::export::named::{find, on};
use crate::export::torchvision::python::{Py, call, number, numbers, pair, plain, raw};
use crate::kernel::Dialect;
use crate::param::Value;
use crate::policy::law::Law;

impl Writer<'_> {
    pub(super) fn pad(&mut self) -> Py {
        let sides = ["left_px", "top_px", "right_px", "bottom_px"];
        let sides = sides.map(|side| self.constant(side));
        let how = self.bordered();
        let sides = ("padding", raw(numbers(&sides)));
        self.maybe(join("v2.Pad", vec![sides], how))
    }

    pub(super) fn center_crop(&mut self) -> Py {
        let size = self.size();
        self.maybe(call("v2.CenterCrop", vec![size]))
    }

    pub(super) fn longest_max_size(&mut self) -> Py {
        let most = number(self.constant("size_px"));
        let laws = vec![("size", raw("None")), ("max_size", most)];
        let how = self.resize_how();
        self.maybe(join("v2.Resize", laws, how))
    }

    pub(super) fn random_scale(&self) -> Py {
        let how = self.resize_how();
        self.maybe(join("Scale", vec![("scale", self.drawn("scale"))], how))
    }

    pub(super) fn random_zoom_out(&mut self) -> Py {
        let (a, b) = self.ends("canvas_scale");
        let mut laws = vec![("side_range", pair(a, b))];
        laws.extend(self.bordered());
        self.chance("v2.RandomZoomOut", laws)
    }

    pub(super) fn random_iou_crop(&mut self) -> Py {
        let (a, b) = self.ends("side_frac");
        let mut laws = vec![("min_scale", number(a)), ("max_scale", number(b))];
        for key in ["min_aspect_ratio", "max_aspect_ratio"] {
            laws.push((key, number(self.constant(key))));
        }
        if let Value::Numbers(least) = find(self.args, "min_overlaps") {
            laws.push(("sampler_options", raw(numbers(least))));
        }
        laws.push(("trials", number(self.constant("trials"))));
        self.maybe(call("v2.RandomIoUCrop", laws))
    }

    pub(super) fn sanitize_bounding_boxes(&mut self) -> Py {
        let least = vec![
            ("min_size", number(self.constant("min_size_px"))),
            ("min_area", number(self.constant("min_area_px"))),
        ];
        self.maybe(call("v2.SanitizeBoundingBoxes", least))
    }

    pub(super) fn letterbox(&mut self) -> Py {
        let mut laws = vec![
            ("width", self.drawn("width_px")),
            ("height", self.drawn("height_px")),
        ];
        if let Value::Color(c) = find(self.args, "fill") {
            laws.push(("fill", colour(*c)));
        }
        for (name, key) in [("scale_up", "scale_up"), ("center", "center")] {
            if !on(self.args, name) {
                laws.push((key, raw("False")));
            }
        }
        let stride = self.constant("stride_px");
        if stride > 0.0 {
            laws.push(("stride", number(stride)));
        }
        let how = self.resize_how();
        self.maybe(join("LetterBox", laws, how))
    }

    pub(super) fn perspective(&mut self) -> Py {
        if self.from == Dialect::Cv2 {
            self.worsen(Verdict::approximate("corners are drawn by another law"));
        }
        let mut laws = vec![(
            "distortion_scale",
            number(self.constant("distortion_scale")),
        )];
        laws.extend(self.warped());
        self.chance("v2.RandomPerspective", laws)
    }

    pub(super) fn rotate(&mut self) -> Py {
        let mut how = self.warped();
        if on(self.args, "expand") {
            how.push(("expand", raw("True")));
        }
        let what = match self.range("angle_deg") {
            Some((a, b)) => join("v2.RandomRotation", vec![("degrees", pair(a, b))], how),
            None => join(
                "Call",
                vec![("", raw("F.rotate")), ("angle", self.drawn("angle_deg"))],
                how,
            ),
        };
        self.maybe(what)
    }

    /// A number that the library wants constant.
    fn constant(&mut self, name: &str) -> f64 {
        if self.fixed(name).is_none() {
            let why = format!("{name} becomes the constant in the middle of its law");
            self.worsen(Verdict::approximate(why));
        }
        let centre = self.law(name).centre();
        if self.whole(name) {
            centre.round()
        } else {
            centre
        }
    }

    /// The ends of a law that the library wants uniform.
    fn ends(&mut self, name: &str) -> (f64, f64) {
        if !matches!(self.law(name), Law::Const(_) | Law::Uniform(..)) {
            let why = format!("{name} becomes uniform between its ends");
            self.worsen(Verdict::approximate(why));
        }
        self.law(name).reach()
    }

    fn size(&mut self) -> (&'static str, Py) {
        let (h, w) = (self.constant("height_px"), self.constant("width_px"));
        ("size", pair(h, w))
    }

    /// `fill=…, padding_mode=…`; a colour goes with a constant border alone.
    fn bordered(&mut self) -> Keys {
        let mode = match find(self.args, "border") {
            Value::Word("replicate") => "edge",
            Value::Word("reflect") => "symmetric",
            Value::Word("reflect_101") => "reflect",
            Value::Word("wrap") => {
                self.worsen(Verdict::approximate("torchvision does not wrap"));
                "constant"
            }
            _ => match find(self.args, "fill") {
                Value::Color(c) if *c != [0; 3] => {
                    return vec![("fill", filled(*c))];
                }
                _ => return Vec::new(),
            },
        };
        vec![("padding_mode", raw(format!("\"{mode}\"")))]
    }

    pub(super) fn random_crop(&mut self) -> Py {
        let mut laws = vec![self.size()];
        let sides = ["pad_left_px", "pad_top_px", "pad_right_px", "pad_bottom_px"];
        let sides = sides.map(|side| self.law(side).centre());
        if sides != [0.0; 4] {
            laws.push(("padding", raw(numbers(&sides))));
        }
        if on(self.args, "pad_if_needed") {
            if self.from == Dialect::Cv2 {
                let why = "what is missing is padded on both sides";
                self.worsen(Verdict::approximate(why));
            }
            laws.push(("pad_if_needed", raw("True")));
        }
        if laws.len() > 1 {
            laws.extend(self.bordered());
        }
        self.maybe(call("v2.RandomCrop", laws))
    }

    pub(super) fn smallest_max_size(&mut self) -> Py {
        let how = self.resize_how();
        let most = self.law("max_size_px").centre();
        if let (Law::Uniform(a, b), true) = (self.law("size_px"), most == 0.0) {
            // The end is not drawn there.
            let laws = vec![("min_size", number(a)), ("max_size", number(b + 1.0))];
            return self.maybe(join("v2.RandomResize", laws, how));
        }
        let mut laws = vec![("size", number(self.constant("size_px")))];
        if most > 0.0 {
            laws.push(("max_size", number(most)));
        }
        self.maybe(join("v2.Resize", laws, how))
    }

    pub(super) fn scale_jitter(&mut self) -> Py {
        let how = self.resize_how();
        let target = pair(self.constant("width_px"), self.constant("height_px"));
        let (a, b) = self.ends("scale");
        let laws = vec![("target_size", target), ("scale_range", pair(a, b))];
        self.maybe(join("v2.ScaleJitter", laws, how))
    }

    pub(super) fn random_shortest_size(&mut self) -> Py {
        let how = self.resize_how();
        let sizes = match self.law("size_px") {
            Law::Uniform(a, b) if b - a < 1000.0 => {
                (a as i64..=b as i64).map(|v| v as f64).collect()
            }
            Law::Choice(values, weights) if weights.windows(2).all(|w| w[0] == w[1]) => values,
            _ => vec![self.constant("size_px")],
        };
        let mut laws = vec![("min_size", raw(numbers(&sizes)))];
        let most = self.law("max_size_px").centre();
        if most > 0.0 {
            laws.push(("max_size", number(most)));
        }
        self.maybe(join("v2.RandomShortestSize", laws, how))
    }

    /// Four points given outright; the picture's own corners are not known to a file.
    pub(super) fn perspective_warp(&mut self) -> Option<Py> {
        let quad = |name: &str| match find(self.args, name) {
            Value::Numbers(list) => {
                let points = list.chunks(2).map(|p| raw(numbers(p)));
                Some(plain(points.collect()))
            }
            _ => None,
        };
        let points = vec![
            ("", raw("F.perspective")),
            ("startpoints", quad("from_px")?),
            ("endpoints", quad("to_px")?),
        ];
        let how = self.warped();
        Some(self.maybe(join("Call", points, how)))
    }
}

/// One level where the colour is grey: a list would not fit pictures of one channel.
fn colour(c: [u8; 3]) -> Py {
    if c[0] == c[1] && c[1] == c[2] {
        number(f64::from(c[0]))
    } else {
        raw(numbers(&c.map(f64::from)))
    }
}

/// The symmetries of the square, turns first.
pub(super) const SYMMETRIES: [&str; 8] = ["e", "r90", "r180", "r270", "v", "hvt", "h", "t"];

/// A symmetry of the square; turning by quarters on a canvas that follows moves whole pixels.
pub(super) fn turned(symmetry: &str) -> Py {
    let rotated = |degrees: f64| {
        let laws = vec![("degrees", pair(degrees, degrees)), ("expand", raw("True"))];
        call("v2.RandomRotation", laws)
    };
    let flip = |head: &str| call(head, vec![("p", number(1.0))]);
    let (horizontal, vertical) = ("v2.RandomHorizontalFlip", "v2.RandomVerticalFlip");
    let both = |second: &str| {
        let parts = plain(vec![rotated(90.0), flip(second)]);
        call("v2.Compose", vec![("", parts)])
    };
    match symmetry {
        "r90" => rotated(90.0),
        "r180" => rotated(180.0),
        "r270" => rotated(270.0),
        "h" => flip(horizontal),
        "v" => flip(vertical),
        "t" => both(vertical),
        "hvt" => both(horizontal),
        _ => raw("v2.Identity()"),
    }
}

pub(super) fn one_of(symmetries: &[&str]) -> Py {
    let each = symmetries.iter().map(|s| turned(s)).collect();
    call("v2.RandomChoice", vec![("", plain(each))])
}
