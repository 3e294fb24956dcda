//! The catalogue: the one list of ops, and what an op is.

use crate::error::{Code, Error, Result};
use crate::image::{Mask, Size};
use crate::kernel::Dialect;
use crate::param::{Args, Kind, Param, Value};
use crate::policy::dice::Die;
use crate::policy::law::Law;
use crate::policy::{Step, Target};
use crate::program::Lowering;
use crate::sample::{Geometry, State};

mod common;
pub mod compose;
mod displaced;
#[cfg(test)]
mod label_parity;
mod labels;
#[cfg(test)]
mod parity;

pub(crate) use blur::gaussian_blur::kernel_for;
pub use compose::Node;

// A new op is its file, its line here and its line in OPS.

/// Automatic policies: data that becomes ordinary steps.
pub mod automatic {
    pub mod aug_mix;
    pub mod auto_augment;
    pub mod compare;
    mod keras;
    mod kit;
    mod kornia;
    mod laws;
    #[cfg(test)]
    mod near_tests;
    pub mod rand_augment;
    mod tables;
    #[cfg(test)]
    mod tests;
    mod timm;
    mod torchvision;
    mod tpu;
    pub mod trivial_augment_wide;
}

/// Ops that smooth, sharpen, spread or lose detail.
pub mod blur {
    pub mod advanced_blur;
    pub mod box_blur;
    pub mod defocus;
    pub mod downscale;
    pub mod emboss;
    pub mod gaussian_blur;
    pub mod glass_blur;
    pub mod image_compression;
    pub mod median_blur;
    pub mod morphology;
    pub mod motion_blur;
    pub mod ringing_overshoot;
    pub mod sharpen;
    pub mod simulate_low_resolution;
    pub mod unsharp_mask;
    pub mod zoom_blur;
}

/// Ops that change colours and tones and leave pixels where they are.
pub mod colour {
    pub mod adjust_contrast;
    pub mod autocontrast;
    pub mod brightness;
    pub mod channel_dropout;
    pub mod channel_shuffle;
    pub mod clahe;
    pub mod color;
    pub mod color_jitter;
    pub mod contrast;
    pub mod equalize;
    pub mod fancy_pca;
    pub mod gamma;
    pub mod grayscale;
    pub mod histogram_shift;
    pub mod hue;
    pub mod hue_saturation_value;
    pub mod illumination;
    pub mod invert;
    pub mod lighting;
    pub mod photometric_distort;
    pub mod planckian_jitter;
    pub mod posterize;
    pub mod random_brightness_contrast;
    pub mod rgb_shift;
    pub mod scale_intensity;
    pub mod sepia;
    pub mod sharpness;
    pub mod shift_intensity;
    pub mod solarize;
    pub mod solarize_add;
    pub mod std_shift_intensity;
    pub mod tone_curve;
}

/// Ops that move pixels.
pub mod geometry {
    pub mod affine;
    pub mod at_least_one_bbox_random_crop;
    pub mod bbox_safe_random_crop;
    pub mod center_crop;
    pub mod clamp_bounding_boxes;
    pub mod crop;
    pub mod crop_and_pad;
    pub mod crop_non_empty_mask_if_exists;
    pub mod d4;
    pub mod elastic_transform;
    pub mod grid_distortion;
    pub mod grid_elastic_deform;
    pub mod horizontal_flip;
    pub mod letterbox;
    pub mod longest_max_size;
    pub mod move_tiles;
    pub mod optical_distortion;
    pub mod pad;
    pub mod pad_if_needed;
    pub mod perspective;
    pub mod perspective_warp;
    pub mod piecewise_affine;
    pub mod random_crop;
    pub mod random_crop_from_borders;
    pub mod random_crop_near_bbox;
    pub mod random_grid_shuffle;
    pub mod random_iou_crop;
    pub mod random_resized_crop;
    pub mod random_rotate90;
    pub mod random_scale;
    pub mod random_shortest_size;
    pub mod random_sized_bbox_safe_crop;
    pub mod random_sized_crop;
    pub mod random_zoom_out;
    pub mod resize;
    pub mod rotate;
    pub mod safe_rotate;
    pub mod sanitize_bounding_boxes;
    pub mod sanitize_keypoints;
    pub mod scale_jitter;
    pub mod shear;
    pub mod smallest_max_size;
    pub mod thin_plate_spline;
    pub mod translate;
    pub mod transpose;
    pub mod turn;
    pub mod vertical_flip;
}

/// What happens to medical pictures while they are taken.
pub mod medical {
    pub mod bias_field;
    pub mod gibbs_noise;
    pub mod kspace_spike_noise;
    pub mod rician_noise;
}

/// Ops that add noise.
pub mod noise {
    pub mod additive_noise;
    pub mod gauss_noise;
    pub mod iso_noise;
    pub mod multiplicative_noise;
    pub mod salt_and_pepper;
    pub mod shot_noise;
}

/// Ops that cover parts.
pub mod occlusion {
    pub mod coarse_dropout;
    pub mod cutout;
    pub mod erase;
    pub mod erase_region;
    pub mod grid_dropout;
    pub mod grid_mask;
    pub mod mask_dropout;
    pub mod pixel_dropout;
    pub mod random_erasing;
    pub mod xy_masking;
}

/// Tasks whose answer is known because augmentation made it: pretexts of self-supervised training.
pub mod pretext {
    pub mod pretext_jigsaw;
    pub mod pretext_label;
    pub mod pretext_rotation;
}

/// Ops that paint weather, and faults of lenses that leave things in place.
pub mod weather {
    pub mod chromatic_aberration;
    pub(crate) mod plasma;
    pub mod plasma_brightness_contrast;
    pub mod plasma_shadow;
    pub mod random_fog;
    pub mod random_gravel;
    pub mod random_rain;
    pub mod random_shadow;
    pub mod random_snow;
    pub mod random_sun_flare;
    pub mod region;
    pub mod shade_polygon;
    pub mod spatter;
}

/// Every op, in the order the palette shows them.
pub static OPS: &[&dyn Op] = &[
    &geometry::random_resized_crop::RandomResizedCrop,
    &geometry::random_crop::RandomCrop,
    &geometry::center_crop::CenterCrop,
    &geometry::random_sized_crop::RandomSizedCrop,
    &geometry::random_crop_from_borders::RandomCropFromBorders,
    &geometry::bbox_safe_random_crop::BboxSafeRandomCrop,
    &geometry::random_sized_bbox_safe_crop::RandomSizedBboxSafeCrop,
    &geometry::at_least_one_bbox_random_crop::AtLeastOneBboxRandomCrop,
    &geometry::random_crop_near_bbox::RandomCropNearBbox,
    &geometry::random_iou_crop::RandomIouCrop,
    &geometry::crop_non_empty_mask_if_exists::CropNonEmptyMaskIfExists,
    &geometry::letterbox::Letterbox,
    &geometry::crop_and_pad::CropAndPad,
    &geometry::pad_if_needed::PadIfNeeded,
    &geometry::pad::Pad,
    &geometry::random_zoom_out::RandomZoomOut,
    &geometry::horizontal_flip::HorizontalFlip,
    &geometry::vertical_flip::VerticalFlip,
    &geometry::transpose::Transpose,
    &geometry::random_rotate90::RandomRotate90,
    &geometry::d4::D4,
    &geometry::rotate::Rotate,
    &geometry::safe_rotate::SafeRotate,
    &geometry::affine::Affine,
    &geometry::perspective::Perspective,
    &geometry::resize::Resize,
    &geometry::longest_max_size::LongestMaxSize,
    &geometry::smallest_max_size::SmallestMaxSize,
    &geometry::random_scale::RandomScale,
    &geometry::scale_jitter::ScaleJitter,
    &geometry::random_shortest_size::RandomShortestSize,
    &geometry::shear::Shear,
    &geometry::translate::Translate,
    &geometry::elastic_transform::ElasticTransform,
    &geometry::grid_distortion::GridDistortion,
    &geometry::optical_distortion::OpticalDistortion,
    &geometry::thin_plate_spline::ThinPlateSpline,
    &geometry::piecewise_affine::PiecewiseAffine,
    &geometry::random_grid_shuffle::RandomGridShuffle,
    &geometry::grid_elastic_deform::GridElasticDeform,
    &geometry::sanitize_bounding_boxes::SanitizeBoundingBoxes,
    &geometry::sanitize_keypoints::SanitizeKeypoints,
    &geometry::clamp_bounding_boxes::ClampBoundingBoxes,
    &colour::color_jitter::ColorJitter,
    &colour::brightness::Brightness,
    &colour::contrast::Contrast,
    &colour::color::Color,
    &colour::hue::Hue,
    &colour::sharpness::Sharpness,
    &colour::posterize::Posterize,
    &colour::solarize::Solarize,
    &colour::equalize::Equalize,
    &colour::autocontrast::Autocontrast,
    &colour::clahe::Clahe,
    &colour::photometric_distort::PhotometricDistort,
    &colour::random_brightness_contrast::RandomBrightnessContrast,
    &colour::gamma::Gamma,
    &colour::tone_curve::ToneCurve,
    &colour::hue_saturation_value::HueSaturationValue,
    &colour::rgb_shift::RgbShift,
    &colour::planckian_jitter::PlanckianJitter,
    &colour::grayscale::Grayscale,
    &colour::sepia::Sepia,
    &colour::invert::Invert,
    &colour::solarize_add::SolarizeAdd,
    &colour::channel_shuffle::ChannelShuffle,
    &colour::channel_dropout::ChannelDropout,
    &colour::fancy_pca::FancyPca,
    &colour::lighting::Lighting,
    &colour::illumination::Illumination,
    &colour::adjust_contrast::AdjustContrast,
    &colour::histogram_shift::HistogramShift,
    &colour::scale_intensity::ScaleIntensity,
    &colour::shift_intensity::ShiftIntensity,
    &colour::std_shift_intensity::StdShiftIntensity,
    &blur::gaussian_blur::GaussianBlur,
    &blur::box_blur::BoxBlur,
    &blur::median_blur::MedianBlur,
    &blur::motion_blur::MotionBlur,
    &blur::defocus::Defocus,
    &blur::zoom_blur::ZoomBlur,
    &blur::glass_blur::GlassBlur,
    &blur::advanced_blur::AdvancedBlur,
    &blur::ringing_overshoot::RingingOvershoot,
    &blur::sharpen::Sharpen,
    &blur::unsharp_mask::UnsharpMask,
    &blur::emboss::Emboss,
    &blur::image_compression::ImageCompression,
    &blur::downscale::Downscale,
    &blur::simulate_low_resolution::SimulateLowResolution,
    &blur::morphology::Morphology,
    &noise::gauss_noise::GaussNoise,
    &noise::iso_noise::IsoNoise,
    &noise::shot_noise::ShotNoise,
    &noise::multiplicative_noise::MultiplicativeNoise,
    &noise::additive_noise::AdditiveNoise,
    &noise::salt_and_pepper::SaltAndPepper,
    &occlusion::random_erasing::RandomErasing,
    &occlusion::coarse_dropout::CoarseDropout,
    &occlusion::cutout::Cutout,
    &occlusion::mask_dropout::MaskDropout,
    &weather::random_rain::RandomRain,
    &weather::random_snow::RandomSnow,
    &weather::random_fog::RandomFog,
    &weather::spatter::Spatter,
    &weather::random_sun_flare::RandomSunFlare,
    &weather::random_shadow::RandomShadow,
    &weather::random_gravel::RandomGravel,
    &weather::plasma_shadow::PlasmaShadow,
    &weather::plasma_brightness_contrast::PlasmaBrightnessContrast,
    &weather::chromatic_aberration::ChromaticAberration,
    &occlusion::grid_dropout::GridDropout,
    &occlusion::grid_mask::GridMask,
    &occlusion::xy_masking::XyMasking,
    &occlusion::pixel_dropout::PixelDropout,
    &medical::bias_field::BiasField,
    &medical::rician_noise::RicianNoise,
    &medical::gibbs_noise::GibbsNoise,
    &medical::kspace_spike_noise::KspaceSpikeNoise,
    &pretext::pretext_rotation::PretextRotation,
    &pretext::pretext_jigsaw::PretextJigsaw,
    &automatic::rand_augment::RandAugment,
    &automatic::trivial_augment_wide::TrivialAugmentWide,
    &automatic::auto_augment::AutoAugment,
    &automatic::aug_mix::AugMix,
    &compose::identity::Identity,
    &geometry::turn::Turn,
    &geometry::perspective_warp::PerspectiveWarp,
    &geometry::crop::Crop,
    &occlusion::erase::Erase,
    &occlusion::erase_region::EraseRegion,
    &weather::shade_polygon::ShadePolygon,
    &geometry::move_tiles::MoveTiles,
    &pretext::pretext_label::PretextLabel,
];

/// The op called `name`.
pub fn find(name: &str) -> Option<&'static dyn Op> {
    OPS.iter().copied().find(|op| op.meta().name == name)
}

/// The palette's sections: id and label.
pub const GROUPS: &[(&str, &str)] = &[
    ("geometry", "Geometry"),
    ("colour", "Colour and tone"),
    ("blur", "Blur"),
    ("noise", "Noise"),
    ("occlusion", "Occlusion"),
    ("weather", "Weather and optics"),
    ("medical", "Medical"),
    ("pretext", "Pretext tasks"),
    ("automatic", "Automatic policies"),
    ("compose", "Composition"),
];

/// What is known about an op without running it.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, declared by name"
)]
#[derive(Debug)]
pub struct Meta {
    /// Key in the policy file.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Documentation; the first sentence is the tooltip. Ends with the definition's source.
    pub doc: &'static str,
    /// One of [`GROUPS`].
    pub group: &'static str,
    /// Names it has elsewhere, and synonyms.
    pub aliases: &'static [&'static str],
    /// Format version in which it appeared.
    pub since: u32,
    /// Arithmetics it has; the first is used when the target's own is not among them.
    pub dialects: &'static [Dialect],
    /// Parameters in the order shown.
    pub params: &'static [&'static Param],
    /// Runs on masks and alpha too, because it moves or covers pixels.
    pub moves: bool,
    /// A building block of Draws rather than something people look for.
    pub fixed: bool,
    /// torchvision runs it on tensors even when it is given PIL images.
    pub by_tensor: bool,
    /// Looks at the sample's label masks while it is drawn.
    pub needs_masks: bool,
    /// Library and version that define it, where no target's library has it.
    pub library: Option<&'static str>,
}

impl Meta {
    /// A pixel op of format version 1 in all dialects; the rest is set with struct update syntax.
    pub const BASE: Meta = Meta {
        name: "",
        title: "",
        doc: "",
        group: "",
        aliases: &[],
        since: 1,
        dialects: &[Dialect::Pil, Dialect::Cv2, Dialect::Torch],
        params: &[],
        moves: false,
        fixed: false,
        by_tensor: false,
        needs_masks: false,
        library: None,
    };

    /// The arithmetic used for a target, unless the step names its own.
    pub fn dialect(&self, own: Option<Dialect>, target: &Target) -> Dialect {
        let wanted = self.wanted(own, target);
        if self.dialects.contains(&wanted) {
            wanted
        } else {
            self.dialects.first().copied().unwrap_or(wanted)
        }
    }

    /// The arithmetic that would be the target's own.
    pub fn wanted(&self, own: Option<Dialect>, target: &Target) -> Dialect {
        match own {
            Some(own) => own,
            None if self.by_tensor && target.tensors => Dialect::Torch,
            None => target.dialect,
        }
    }
}

/// An op: numbers in, passes out. It knows no engine, no browser, no file format.
pub trait Op: Sync {
    /// Name, parameters, docs.
    fn meta(&self) -> &'static Meta;

    /// Checks what one parameter alone cannot decide.
    fn check(&self, _args: &Args, _dialect: Dialect) -> Result<()> {
        Ok(())
    }

    /// The ordinary steps that an automatic policy stands for; with the picture's size they hold the
    /// library's very numbers.
    fn open(&self, _args: &Args, _dialect: Dialect, _size: Option<Size>) -> Option<Vec<Step>> {
        None
    }

    /// Why the pixels are near those of the law's own library and not equal, where that is so of an
    /// automatic policy.
    fn near(&self, _args: &Args) -> Option<&'static str> {
        None
    }

    /// What a reader should know of these parameters.
    fn caution(&self, _args: &Args) -> Option<&'static str> {
        None
    }

    /// Turns laws into numbers for the State at hand. The default draws each law and keeps the op, or
    /// hands on the steps that it stands for.
    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        if let Some(steps) = self.open(cx.args, cx.dialect, Some(cx.state.size)) {
            return Ok(Drawn::Steps(steps));
        }
        Ok(Drawn::Fixed(vec![Fixed {
            op: cx.op,
            args: cx.constants(),
        }]))
    }

    /// Where a fixed op takes things.
    fn geometry(&self, _args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        Ok(Geometry::same(state.size))
    }

    /// Whether [`geometry`](Self::geometry) says where every pixel goes. An op that bends, or moves
    /// tiles, takes annotations along in its `follow`.
    fn projective(&self) -> bool {
        true
    }

    /// Moves the State through a fixed op.
    fn follow(&self, args: &Args, state: &mut State, dialect: Dialect, step: &str) -> Result<()> {
        let geometry = self.geometry(args, state, dialect)?;
        state.follow(&geometry, step);
        Ok(())
    }

    /// Writes the passes of a fixed op. An op that is drawn into others has none.
    fn lower(&self, _args: &Args, _to: &mut Lowering<'_>) -> Result<()> {
        Err(unfixed(self.meta()))
    }
}

/// What an op sees while it draws.
pub struct Drawing<'a> {
    /// The op itself.
    pub op: &'static dyn Op,
    /// Its laws.
    pub args: &'a Args,
    /// The sample so far.
    pub state: &'a State,
    /// Its label masks so far, for an op that [needs](Meta::needs_masks) them.
    pub masks: &'a [Mask],
    /// The step's dice.
    pub die: Die,
    /// The arithmetic in force for this op.
    pub dialect: Dialect,
    /// The step's id.
    pub id: &'a str,
}

impl Drawing<'_> {
    /// A number drawn from the law of `param`.
    pub fn num(&self, param: &Param) -> f64 {
        self.args
            .law(param)
            .draw(&self.die, param.name, param.kind == Kind::Integer)
    }

    /// All arguments with laws and absent seeds drawn.
    pub fn constants(&self) -> Args {
        let mut out = self.args.clone();
        for (param, value) in self.args.iter() {
            match (value, param.kind) {
                (Value::Law(_), _) => out.set(param, Value::Law(Law::Const(self.num(param)))),
                (Value::Absent, Kind::Seed) => {
                    out.set(param, Value::Seed(self.die.seed(param.name)));
                }
                _ => {}
            }
        }
        out
    }
}

/// What an op's draw gives.
pub enum Drawn {
    /// Fixed ops to run in order.
    Fixed(Vec<Fixed>),
    /// Ordinary steps to draw in its place: automatic policies are data.
    Steps(Vec<Step>),
}

/// One op without chance.
#[derive(Clone)]
pub struct Fixed {
    /// The op.
    pub op: &'static dyn Op,
    /// Constants only.
    pub args: Args,
}

impl Fixed {
    /// An op with its defaults, to be set with [`Args::with`].
    pub fn new(op: &'static dyn Op) -> Self {
        Self {
            op,
            args: Args::defaults(op.meta().params),
        }
    }

    /// Sets a number.
    pub fn with(mut self, param: &Param, value: f64) -> Self {
        self.args = self.args.with(param, value);
        self
    }

    /// Sets a value.
    pub fn with_value(mut self, param: &Param, value: Value) -> Self {
        self.args = self.args.with_value(param, value);
        self
    }
}

/// A parameter without a default that was not given.
pub fn missing(param: &Param) -> Error {
    Error::new(Code::Missing, "must be given").at_param(param.name)
}

/// An op that only draws was asked to run.
fn unfixed(meta: &Meta) -> Error {
    Error::new(
        Code::Internal,
        format!(
            "{} is drawn into other ops and never runs itself",
            meta.name
        ),
    )
}
