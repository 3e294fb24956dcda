//! What blurs and their kin say beyond the table.

use serde_json::json;

use super::{INTERPOLATIONS, Keys, Writer, number_of};
use crate::export::Verdict;
use crate::export::named::{law, word};
use crate::param::Args;
use crate::policy::law::Law;

/// What large kernels differ by.
const FOURIER: &str =
    "OpenCV's Fourier transform rounds sums half way between two levels either way";

pub(super) fn gaussian_blur(args: &Args, keys: &mut Keys) {
    let kernel = law(args, "kernel_px").centre() as i64;
    keys.insert("blur_limit".into(), json!([kernel, kernel]));
}

impl Writer {
    pub(super) fn motion_blur(&mut self, args: &Args, keys: &mut Keys) {
        let [x, y] = ["shift_x", "shift_y"].map(|name| law(args, name));
        let still = x == Law::Const(0.0) && y == Law::Const(0.0);
        if !(still || x == y && x == Law::Uniform(-1.0, 1.0)) {
            let why = "shift_x and shift_y become uniform -1 to 1";
            self.worsen(Verdict::approximate(why));
        }
        keys.insert("allow_shifted".into(), json!(!still));
        // Sums of equal weights often lie half way between two levels.
        self.fourier(args, 0.2);
    }

    pub(super) fn advanced_blur(&mut self, args: &Args, keys: &mut Keys) {
        let (low, high) = law(args, "beta").reach();
        let around = matches!(law(args, "beta"), Law::Uniform(..)) && low < 1.0 && 1.0 < high;
        if !around && (low, high) != (1.0, 1.0) {
            let why = "half the betas are drawn below 1 and half above";
            self.worsen(Verdict::approximate(why));
        }
        // The library wants 1 inside.
        let limit = [low.min(1.0 - 1e-9), high.max(1.0 + 1e-9)];
        keys.insert("beta_limit".into(), json!(limit));
        self.fourier(args, 0.001);
    }

    pub(super) fn defocus(&mut self) {
        self.worsen(Verdict::Within {
            levels: 1,
            share: 0.001,
            why: FOURIER.into(),
        });
    }

    pub(super) fn downscale(&mut self, args: &Args, keys: &mut Keys) {
        let code = |name| number_of(INTERPOLATIONS, word(args, name));
        let (up, down) = (code("up_interpolation"), code("down_interpolation"));
        let cubic = json!(2);
        if up == cubic || down == cubic {
            self.worsen(Verdict::Within {
                levels: 1,
                share: 0.01,
                why: "bicubic weights are rounded otherwise".into(),
            });
        }
        let pair = json!({"upscale": up, "downscale": down});
        keys.insert("interpolation_pair".into(), pair);
    }

    pub(super) fn morphology(&mut self, args: &Args, keys: &mut Keys) {
        let [width, height] = ["width_px", "height_px"].map(|n| law(args, n).centre());
        if (width, height) != (1.0, 1.0) {
            let why = "boxes differ: the library spreads all of them together, along y only";
            self.worsen(Verdict::approximate(why));
        }
        if width > height {
            let why = "the library sorts the sides of the ellipse, so it is turned";
            self.worsen(Verdict::approximate(why));
            keys.insert("scale".into(), json!([height as i64, width as i64]));
        }
    }

    /// Kernels of 13 px and more go through a Fourier transform in OpenCV.
    pub(super) fn fourier(&mut self, args: &Args, share: f64) {
        if law(args, "kernel_px").reach().1 >= 12.0 {
            self.worsen(Verdict::Within {
                levels: 1,
                share,
                why: FOURIER.into(),
            });
        }
    }
}
