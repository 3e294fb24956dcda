//! The palette finds an op by the name it has elsewhere, and every doc is fit to be shown.

use std::collections::{BTreeMap, BTreeSet};

use augplay::ops::{Node, OPS};

/// Albumentations 2.0.8.
const ALBUMENTATIONS: &str = "
    AdditiveNoise AdvancedBlur AutoContrast Blur CLAHE ChannelDropout ChannelShuffle ChromaticAberration ColorJitter
    Defocus Downscale Emboss Equalize FancyPCA GaussNoise GaussianBlur GlassBlur HueSaturationValue ISONoise
    Illumination ImageCompression InvertImg MedianBlur MotionBlur MultiplicativeNoise PlanckianJitter
    PlasmaBrightnessContrast PlasmaShadow Posterize RGBShift RandomBrightnessContrast RandomFog RandomGamma
    RandomGravel RandomRain RandomShadow RandomSnow RandomSunFlare RandomToneCurve RingingOvershoot SaltAndPepper
    Sharpen ShotNoise Solarize Spatter ToGray ToSepia UnsharpMask ZoomBlur
    Affine AtLeastOneBBoxRandomCrop BBoxSafeRandomCrop CenterCrop CoarseDropout Crop CropAndPad D4 ElasticTransform
    Erasing FrequencyMasking GridDistortion GridDropout GridElasticDeform HorizontalFlip LongestMaxSize Morphological
    NoOp OpticalDistortion Pad PadIfNeeded Perspective PiecewiseAffine PixelDropout RandomCrop RandomCropFromBorders
    RandomGridShuffle RandomResizedCrop RandomRotate90 RandomScale RandomSizedBBoxSafeCrop RandomSizedCrop Resize
    CropNonEmptyMaskIfExists MaskDropout RandomCropNearBBox Rotate SafeRotate ShiftScaleRotate SmallestMaxSize SquareSymmetry ThinPlateSpline TimeMasking TimeReverse
    Transpose VerticalFlip XYMasking
    Compose OneOf OneOrOther RandomOrder SelectiveChannelTransform Sequential SomeOf";

/// torchvision 0.29, transforms.v2.
const TORCHVISION: &str = "
    RandomErasing JPEG RandAugment AugMix Grayscale RandomGrayscale ColorJitter RandomChannelPermutation
    RandomPhotometricDistort RandomEqualize RandomInvert RandomPosterize RandomSolarize RandomAutocontrast
    RandomAdjustSharpness RandomHorizontalFlip RandomVerticalFlip Resize CenterCrop RandomResizedCrop Pad
    RandomZoomOut RandomRotation RandomAffine RandomCrop RandomPerspective ElasticTransform ScaleJitter
    RandomShortestSize RandomResize Identity GaussianBlur GaussianNoise
    RandomIoUCrop SanitizeBoundingBoxes SanitizeKeyPoints ClampBoundingBoxes
    Compose RandomApply RandomChoice RandomOrder";

/// Kornia 0.9.0.
const KORNIA: &str = "
    RandomAffine CenterCrop RandomCrop RandomElasticTransform RandomFisheye RandomHorizontalFlip PadTo
    RandomPerspective Resize LongestMaxSize SmallestMaxSize RandomResizedCrop RandomRotation RandomRotation90
    RandomShear RandomThinPlateSpline RandomTranslate RandomVerticalFlip RandomAutoContrast RandomBoxBlur
    RandomBrightness RandomChannelDropout RandomChannelShuffle RandomClahe ColorJiggle ColorJitter RandomContrast
    RandomEqualize RandomErasing RandomGamma RandomGaussianBlur RandomGaussianIllumination RandomGaussianNoise
    RandomGrayscale RandomHue RandomInvert RandomJPEG RandomLinearIllumination RandomLinearCornerIllumination
    RandomMedianBlur RandomMotionBlur RandomPlanckianJitter RandomPlasmaBrightness RandomPlasmaContrast
    RandomPlasmaShadow RandomPosterize RandomRain RandomRGBShift RandomSnow RandomSaltAndPepperNoise
    RandomSaturation RandomSharpness RandomSolarize RandomJigsaw
    AutoContrast Brightness Contrast Hue Saturate Equalize Gray Invert Posterize Solarize SolarizeAdd Sharpness
    HorizontalFlip VerticalFlip Rotate ShearX ShearY TranslateX TranslateY RandAugment
    AugmentationSequential ImageSequential";

/// MONAI 1.6.1; dictionary forms of the random transforms only.
const MONAI: &str = "
    Pad SpatialPad BorderPad DivisiblePad Crop SpatialCrop CenterSpatialCrop CenterScaleCrop RandSpatialCrop
    RandSpatialCropd RandScaleCrop RandScaleCropd ResizeWithPadOrCrop RandGaussianNoise RandGaussianNoised
    RandRicianNoise RandRicianNoised ShiftIntensity RandShiftIntensity RandShiftIntensityd StdShiftIntensity
    RandStdShiftIntensity RandStdShiftIntensityd ScaleIntensity RandScaleIntensity RandScaleIntensityd
    RandScaleIntensityFixedMean RandScaleIntensityFixedMeand RandBiasField RandBiasFieldd AdjustContrast
    RandAdjustContrast RandAdjustContrastd ScaleIntensityRangePercentiles MedianSmooth GaussianSmooth
    RandGaussianSmooth RandGaussianSmoothd GaussianSharpen RandGaussianSharpen RandGaussianSharpend
    RandHistogramShift RandHistogramShiftd GibbsNoise RandGibbsNoise RandGibbsNoised KSpaceSpikeNoise
    RandKSpaceSpikeNoise RandKSpaceSpikeNoised RandCoarseDropout RandCoarseDropoutd HistogramNormalize CutOut
    Flip Resize Rotate Zoom Rotate90 RandRotate90 RandRotate90d RandRotate RandRotated RandFlip RandFlipd
    RandAxisFlip RandAxisFlipd RandZoom RandZoomd Affine RandAffine RandAffined Rand2DElastic Rand2DElasticd
    GridDistortion RandGridDistortion RandGridDistortiond RandSimulateLowResolution RandSimulateLowResolutiond
    Identity Transpose
    Compose OneOf RandomOrder SomeOf";

/// Keras 3.15.1, and what only `KerasCV` 0.9.0 has.
const KERAS: &str = "
    AugMix AutoContrast CenterCrop ContrastLimitedAdaptiveHistogramEqualization Equalization RandAugment
    RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform
    RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective
    RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom
    Resizing Solarization Pipeline
    ChannelShuffle Grayscale GridMask JitteredResize Posterization RandomApply RandomAugmentationPipeline
    RandomChannelShift RandomChoice RandomCropAndResize RandomCutout RandomJpegQuality";

/// timm 1.0: its policies' ops and its transforms. `MMPretrain`'s Lighting and Cutout.
const TIMM: &str = "
    AutoContrast Equalize Invert Rotate Posterize PosterizeIncreasing PosterizeOriginal Solarize SolarizeIncreasing
    SolarizeAdd Color ColorIncreasing Contrast ContrastIncreasing Brightness BrightnessIncreasing Sharpness
    SharpnessIncreasing ShearX ShearY TranslateX TranslateY TranslateXRel TranslateYRel Desaturate GaussianBlur
    GaussianBlurRand RandomResizedCropAndInterpolation ResizeKeepRatio CenterCropOrPad RandomCropOrPad
    RandomErasing RandAugment Lighting Cutout";

/// What people say, and an op or node that must be among those found.
const SYNONYMS: &[(&str, &str)] = &[
    ("average blur", "box_blur"),
    ("barrel", "optical_distortion"),
    ("black and white", "grayscale"),
    ("blur", "gaussian_blur"),
    ("bokeh", "defocus"),
    ("camera shake", "motion_blur"),
    ("choice", "one_of"),
    ("compression", "image_compression"),
    ("curves", "tone_curve"),
    ("cutout", "coarse_dropout"),
    ("cutout", "cutout"),
    ("dilate", "morphology"),
    ("downsample", "downscale"),
    ("dropout", "coarse_dropout"),
    ("edge enhance", "sharpen"),
    ("elastic", "elastic_transform"),
    ("erode", "morphology"),
    ("exposure", "brightness"),
    ("fisheye", "optical_distortion"),
    ("flip", "horizontal_flip"),
    ("glare", "random_sun_flare"),
    ("grain", "gauss_noise"),
    ("grey", "grayscale"),
    ("halo", "ringing_overshoot"),
    ("haze", "random_fog"),
    ("histogram equalization", "equalize"),
    ("homography", "perspective"),
    ("hsv", "hue_saturation_value"),
    ("jigsaw", "random_grid_shuffle"),
    ("jitter", "color_jitter"),
    ("jpeg", "image_compression"),
    ("keystone", "perspective"),
    ("lens flare", "random_sun_flare"),
    ("letterbox", "letterbox"),
    ("letterbox", "longest_max_size"),
    ("letterbox", "pad_if_needed"),
    ("low resolution", "simulate_low_resolution"),
    ("mirror", "horizontal_flip"),
    ("mud", "spatter"),
    ("negative", "invert"),
    ("noise", "gauss_noise"),
    ("nothing", "identity"),
    ("pixelate", "downscale"),
    ("poisson", "shot_noise"),
    ("rain", "random_rain"),
    ("rot90", "random_rotate90"),
    ("salt", "salt_and_pepper"),
    ("saturation", "color"),
    ("scale", "random_scale"),
    ("sharpen", "sharpen"),
    ("shift", "translate"),
    ("skew", "shear"),
    ("smooth", "gaussian_blur"),
    ("speckle", "multiplicative_noise"),
    ("temperature", "planckian_jitter"),
    ("turn", "rotate"),
    ("upside down", "vertical_flip"),
    ("vignette", "illumination"),
    ("vintage", "sepia"),
    ("white balance", "planckian_jitter"),
    ("zoom", "affine"),
    ("zoom", "crop_and_pad"),
];

/// What augplay does not have, and why.
const ABSENT: &[(&str, &str)] = &[
    (
        "needs several pictures, labels with them: a later step",
        "MixUp CutMix Mosaic RandomMosaic RandomMixUpV2 RandomCutMixV2 PatchMix RandomTransplantation ResizeMix FMix
         GridMix SmoothMix SaliencyMix FourierMix TokenMix MixPro CopyPaste OverlayElements",
    ),
    (
        "needs reference pictures, fonts or a network",
        "FDA HistogramMatching PixelDistributionAdaptation TextImage RandomDissolving",
    ),
    (
        "looks at masks or boxes by a law that no op has yet",
        "ConstrainedCoarseDropout RandWeightedCrop RandCropByPosNegLabel RandCropByLabelClasses CropForeground
         MaskIntensity",
    ),
    (
        "boxes have one format inside; how many there are, and points at the edge, are left as they are",
        "ConvertBoundingBoxFormat MaxNumBoundingBoxes ClampKeyPoints SetClampingMode",
    ),
    (
        "has a law of its own that no op has yet",
        "Superpixels HEStain RandIntensityRemap RandCoarseShuffle RandSmoothFieldAdjustContrast
         RandSmoothFieldAdjustIntensity RandSmoothDeform RandImageFilter RandomAspectRatio ClipIntensityPercentiles
         ThresholdIntensity SavitzkyGolaySmooth",
    ),
    (
        "gives several pictures for one",
        "FiveCrop TenCrop RandSpatialCropSamples GridSplit GridPatch RandGridPatch RepeatedAugmentation PatchSequential",
    ),
    (
        "needs three dimensions or a scan's geometry",
        "CenterCrop3D CoarseDropout3D CubicSymmetry Pad3D PadIfNeeded3D RandomCrop3D Rand3DElastic Spacing Orientation
         SpatialResample",
    ),
    (
        "turns pictures into arrays or tensors: what the policy's `then` says, or the loader",
        "Normalize Denormalize ToFloat FromFloat ToRGB RGB ToTensor ToImage ToPILImage ToDtype ConvertImageDtype
         Rescaling NormalizeIntensity ScaleIntensityRange LinearTransformation",
    ),
    (
        "runs code of the author's or another library's",
        "Lambda RandLambda RandTorchVision RandTorchIO RandCuCIM",
    ),
    (
        "every draw can be replayed",
        "ReplayCompose",
    ),
];

/// Names that more than one op answers to.
const SHARED: &[&str] = &[
    "adjustcontrast",
    "clouds",
    "flip",
    "fractal",
    "letterbox",
    "randaxisflip",
    "randaxisflipd",
    "randflip",
    "randflipd",
    "randomflip",
    "turn",
    "zoom",
];

fn folded(text: &str) -> String {
    text.to_lowercase().replace(['_', '-', ' '], "")
}

/// Name, title and aliases of every op and node, by name.
fn entries() -> BTreeMap<&'static str, Vec<&'static str>> {
    let ops = OPS.iter().map(|op| op.meta());
    let ops = ops.map(|m| (m.name, m.title, m.aliases));
    let nodes = Node::ALL.iter().map(|n| (n.name(), n.title(), n.aliases()));
    ops.chain(nodes)
        .map(|(name, title, aliases)| (name, [&[name, title], aliases].concat()))
        .collect()
}

fn known() -> BTreeSet<String> {
    entries().values().flatten().map(|t| folded(t)).collect()
}

#[test]
fn every_library_s_names_are_found() {
    let known = known();
    let lists = [
        ("Albumentations", ALBUMENTATIONS),
        ("torchvision", TORCHVISION),
        ("Kornia", KORNIA),
        ("MONAI", MONAI),
        ("Keras", KERAS),
        ("timm", TIMM),
    ];
    let missing: Vec<_> = lists
        .iter()
        .flat_map(|(library, names)| names.split_whitespace().map(move |n| (library, n)))
        .filter(|(_, name)| !known.contains(&folded(name)))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn synonyms_lead_to_their_op() {
    let all = entries();
    let missing: Vec<_> = SYNONYMS
        .iter()
        .filter(|(word, op)| !all[op].iter().any(|t| folded(t).contains(&folded(word))))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_is_absent_is_not_found() {
    let known = known();
    for (why, names) in ABSENT {
        for name in names.split_whitespace() {
            assert!(!known.contains(&folded(name)), "{name} is found; {why}");
        }
    }
}

#[test]
fn a_name_leads_to_one_op() {
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (name, texts) in entries() {
        for text in texts {
            owners.entry(folded(text)).or_default().insert(name);
        }
    }
    owners.retain(|_, ops| ops.len() > 1);
    let shared: Vec<_> = owners.keys().map(String::as_str).collect();
    assert_eq!(shared, SHARED, "{owners:?}");
}

#[test]
fn an_op_lists_a_name_once() {
    let mut twice = Vec::new();
    let aliases = OPS.iter().map(|op| (op.meta().name, op.meta().aliases));
    let nodes = Node::ALL.iter().map(|n| (n.name(), n.aliases()));
    for (name, list) in aliases.chain(nodes) {
        let mut seen = BTreeSet::new();
        twice.extend(
            list.iter()
                .filter(|a| !seen.insert(folded(a)))
                .map(|a| (name, a)),
        );
    }
    assert!(twice.is_empty(), "{twice:?}");
}

/// What a tooltip shows.
fn first_sentence(doc: &str) -> &str {
    doc.find(". ").map_or(doc, |end| &doc[..=end])
}

#[test]
fn docs_fit_tooltips_and_ops_name_their_sources() {
    let mut wrong = Vec::new();
    let fits = |doc: &str| {
        let first = first_sentence(doc);
        first.ends_with('.') && first.len() < 200 && first.starts_with(char::is_uppercase)
    };
    for op in OPS {
        let m = op.meta();
        if !fits(m.doc) || !(m.doc.contains("Source: ") || m.doc.contains("Sources: ")) {
            wrong.push((m.name, m.doc));
        }
        wrong.extend(
            m.params
                .iter()
                .filter(|p| !fits(p.doc))
                .map(|p| (m.name, p.doc)),
        );
    }
    for node in Node::ALL {
        let docs = node.params().iter().map(|p| p.doc).chain([node.doc()]);
        wrong.extend(docs.filter(|d| !fits(d)).map(|d| (node.name(), d)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
