//! Presets: published recipes as policies. A preset is its file here and its line in [`PRESETS`].

use serde::Serialize;

use crate::error::{Code, Error, Result};

/// A recipe to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Preset {
    /// The name it is asked for by.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// `supervised`, `self-supervised`, `detection`, `medical`, `documents` or `classic`.
    pub group: &'static str,
    /// What it is for, and where it differs from its source.
    pub doc: &'static str,
    /// The paper or code its numbers are from.
    pub source: &'static str,
    /// The policy, YAML as `augplay fmt` writes it.
    pub policy: &'static str,
}

macro_rules! preset {
    ($id:literal, $name:literal, $group:literal, $doc:literal, $source:literal) => {
        Preset {
            id: $id,
            name: $name,
            group: $group,
            doc: $doc,
            source: $source,
            policy: include_str!(concat!($id, ".yaml")),
        }
    };
}

/// Every preset, in the order shown.
pub static PRESETS: &[Preset] = &[
    preset!(
        "torchvision_reference",
        "torchvision reference",
        "supervised",
        "ImageNet classification by torchvision's improved recipe, with its mixup and CutMix of batches.",
        "torchvision 0.29 references/classification: presets.py and the ResNet-50 IMAGENET1K_V2 command (train-crop-size 176, ta_wide, random-erase 0.1, mixup-alpha 0.2, cutmix-alpha 1.0, label-smoothing 0.1)"
    ),
    preset!(
        "deit",
        "DeiT (timm)",
        "supervised",
        "ImageNet classification with vision transformers, with mixup and CutMix of batches.",
        "Touvron et al. 2021 (DeiT), table 9, with timm 1.0's create_transform: rand-m9-mstd0.5-inc1, reprob 0.25, remode pixel, mixup 0.8, cutmix 1.0, smoothing 0.1"
    ),
    preset!(
        "simclr",
        "SimCLR",
        "self-supervised",
        "Two views by one pipeline, at strength 1.",
        "Chen et al. 2020, appendix A, and google-research/simclr data_util.py"
    ),
    preset!(
        "byol",
        "BYOL",
        "self-supervised",
        "Two views by different pipelines: one always blurred, the other seldom blurred and sometimes solarized.",
        "Grill et al. 2020, appendix B, table 6"
    ),
    preset!(
        "moco_v2",
        "MoCo v2",
        "self-supervised",
        "Two views by one pipeline. The blur is torchvision's; the code blurs by Pillow.",
        "Chen et al. 2020 (MoCo v2) and facebookresearch/moco main_moco.py with --aug-plus"
    ),
    preset!(
        "dino",
        "DINO multi-crop",
        "self-supervised",
        "Two large views and eight small ones. The blur is torchvision's; the code blurs by Pillow.",
        "Caron et al. 2021 and facebookresearch/dino main_dino.py, DataAugmentationDINO with its defaults"
    ),
    preset!(
        "scatsimclr",
        "ScatSimCLR",
        "self-supervised",
        "Two views by one pipeline, for the 96 px pictures of STL-10, and one for each pretext task: four turns, and a jigsaw of 35 orders.",
        "Kinakh et al. 2021 and vkinakh/scatsimclr (MIT): augmentor.py, rotation_dataset.py, jigsaw_dataset.py"
    ),
    preset!(
        "yolox",
        "YOLOX-like",
        "detection",
        "One picture's part of YOLOX's training, with its boxes. Mosaic and mixup come before these steps there and are not part of this: augplay mixes after all steps. There each of hue, saturation and value changes only half the time.",
        "Ge et al. 2021 (YOLOX), yolox/exp/yolox_base.py and data/data_augment.py (Apache 2.0)"
    ),
    preset!(
        "medical",
        "Medical, mild",
        "medical",
        "Grey scans: flips, small turns, uneven brightness and gamma. The angle is augplay's choice.",
        "MONAI 1.6 RandBiasField (defaults); nnU-Net v2 (gamma 0.7 to 1.5 and its chance, chance of turns)"
    ),
    preset!(
        "documents_ocr",
        "Documents for OCR",
        "documents",
        "What scanners and cameras do to a page, mild enough that small print stays legible.",
        "augplay's own choice of numbers; no published recipe"
    ),
    preset!(
        "alexnet_pca",
        "AlexNet with PCA",
        "classic",
        "Crops, mirrors and colour shifts along ImageNet's principal axes.",
        "Krizhevsky et al. 2012, section 4.1"
    ),
];

/// The preset called `id`.
///
/// # Errors
/// Names the presets there are.
pub fn find(id: &str) -> Result<&'static Preset> {
    PRESETS.iter().find(|p| p.id == id).ok_or_else(|| {
        let known: Vec<_> = PRESETS.iter().map(|p| p.id).collect();
        let why = format!("is not a preset; presets are {}", known.join(", "));
        Error::new(Code::UnknownName, why)
            .at_param("preset")
            .with_value(format!("'{id}'"))
    })
}

#[cfg(test)]
mod tests;
