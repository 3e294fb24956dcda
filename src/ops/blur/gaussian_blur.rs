//! `gaussian_blur`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::stencil::Stencil;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Gaussian blur.
pub struct GaussianBlur;

/// Standard deviation.
pub const SIGMA: Param = Param::number("sigma_px", "Standard deviation of the blur.")
    .uniform(0.1, 2.0)
    .hard(0.0, 100.0)
    .slider(0.0, 10.0)
    .by(0.1)
    .unit("px");
/// Kernel size.
pub const KERNEL: Param = Param::integer(
    "kernel_px",
    "Width of the kernel, odd; 0 takes it from the strongest sigma the law can draw (OpenCV: from the drawn one).",
)
.value(0.0)
.hard(0.0, 255.0)
.slider(0.0, 31.0)
.by(2.0)
.unit("px")
.only(&[Dialect::Cv2, Dialect::Torch])
.fixed()
.rare();

static META: Meta = Meta {
    name: "gaussian_blur",
    title: "Gaussian blur",
    doc: "Blurs by a Gaussian. Sources: Pillow 13 ImageFilter.GaussianBlur (three box blurs, as timm drives it), OpenCV 5.0 GaussianBlur, torchvision 0.29 gaussian_blur (which runs on tensors for PIL images too).",
    group: "blur",
    aliases: &[
        "GaussianBlur",
        "RandomGaussianBlur",
        "RandGaussianSmooth",
        "GaussianBlurRand",
        "GaussianSmooth",
        "RandGaussianSmoothd",
        "smooth",
    ],
    params: &[&SIGMA, &KERNEL],
    by_tensor: true,
    ..Meta::BASE
};

/// An odd kernel that holds four standard deviations on each side.
pub fn kernel_for(sigma: f64) -> f64 {
    2.0 * (4.0 * sigma + 0.5).floor().max(1.0) + 1.0
}

impl Op for GaussianBlur {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        let kernel = args.int(&KERNEL);
        if kernel != 0 && kernel % 2 == 0 {
            return Err(Error::new(Code::Range, "must be odd, or 0")
                .at_param(KERNEL.name)
                .with_value(kernel));
        }
        if dialect == Dialect::Torch && args.law(&SIGMA).reach().0 <= 0.0 {
            return Err(Error::new(Code::Range, "must stay above 0 in torchvision")
                .at_param(SIGMA.name)
                .with_value(args.get(&SIGMA).to_json()));
        }
        Ok(())
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if cx.dialect == Dialect::Torch && args.int(&KERNEL) == 0 {
            args = args.with(
                &KERNEL,
                kernel_for(cx.args.law(&SIGMA).reach().1).min(255.0),
            );
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (sigma, kernel) = (args.num(&SIGMA), args.int(&KERNEL) as u32);
        let stencil = match to.dialect {
            Dialect::Torch => {
                let size = to.state.size;
                let least = size.width.min(size.height);
                if kernel / 2 >= least {
                    // torchvision's reflection cannot reach further than the picture.
                    return Err(Error::new(
                        Code::Range,
                        format!("reaches over a picture of {} × {}", size.width, size.height),
                    )
                    .at_param(KERNEL.name)
                    .with_value(kernel));
                }
                Stencil::TorchGaussian {
                    size_x: kernel,
                    size_y: kernel,
                    sigma_x: sigma,
                    sigma_y: sigma,
                }
            }
            Dialect::Cv2 => {
                // albumentations' create_gaussian_kernel_1d: 0 asks for 3.5 sigma to either side.
                let size = if kernel == 0 {
                    (sigma * 3.5) as u32 * 2 + 1
                } else {
                    kernel
                };
                Stencil::Cv2Gaussian {
                    size_x: size,
                    size_y: size,
                    sigma_x: sigma,
                    sigma_y: sigma,
                }
            }
            Dialect::Pil => Stencil::pillow_gaussian(sigma as f32, sigma as f32),
        };
        to.then(Family::Stencil(stencil));
        Ok(())
    }
}
