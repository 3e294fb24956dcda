//! Blur and compression.

use super::Writer;
use crate::export::Verdict;
use crate::export::torchvision::python::{Py, call, number, pair, raw};
use crate::kernel::Dialect;
use crate::ops::kernel_for;
use crate::policy::law::Law;

impl Writer<'_> {
    pub(super) fn gaussian_blur(&mut self) -> Py {
        let sigma = self.law("sigma_px");
        let (low, high) = sigma.reach();
        if high <= 0.0 {
            return raw("v2.Identity()");
        }
        if self.to == Dialect::Pil {
            let args = vec![("", raw("pillow_blur")), ("radius", self.drawn("sigma_px"))];
            return self.maybe(call("Plain", args));
        }
        let own = self.law("kernel_px").centre();
        let kernel = if own > 0.0 {
            own
        } else {
            kernel_for(high).min(255.0)
        };
        let kernel = ("kernel_size", number(kernel));
        let what = match self.range("sigma_px") {
            Some((a, b)) if a > 0.0 => call("v2.GaussianBlur", vec![kernel, ("sigma", pair(a, b))]),
            Some((_, b)) => {
                self.worsen(Verdict::approximate(
                    "sigma stays above 0: its least is 0.001",
                ));
                call(
                    "v2.GaussianBlur",
                    vec![kernel, ("sigma", pair(0.001, b.max(0.001)))],
                )
            }
            None => {
                if low <= 0.0 {
                    self.worsen(Verdict::approximate("torchvision refuses a sigma of 0"));
                }
                let args = vec![
                    ("", raw("F.gaussian_blur")),
                    kernel,
                    ("sigma", self.drawn("sigma_px")),
                ];
                call("Call", args)
            }
        };
        self.maybe(what)
    }

    pub(super) fn image_compression(&self) -> Py {
        match self.law("quality") {
            Law::Const(q) => self.maybe(call("v2.JPEG", vec![("quality", number(q))])),
            Law::Uniform(a, b) => self.maybe(call("v2.JPEG", vec![("quality", pair(a, b))])),
            _ => self.functional("F.jpeg", "quality", "quality"),
        }
    }
}
