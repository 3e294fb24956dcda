//! AutoAugment's policies as the libraries ship them: 25 pairs of (op, chance, bin or level), one of
//! which is drawn. Names without a magnitude have 0.

/// Pairs of ops.
pub(super) type Table<Name> = [[(Name, f64, i64); 2]];

/// torchvision's.
pub(super) mod torchvision {
    use super::Table as Pairs;
    use crate::ops::automatic::torchvision::Name;

    type Table = Pairs<Name>;

    /// torchvision 0.29 `AutoAugmentPolicy.IMAGENET`.
    #[rustfmt::skip]
    pub(in crate::ops::automatic) const IMAGENET: &Table = &[
        [(Name::Posterize, 0.4, 8), (Name::Rotate, 0.6, 9)],
        [(Name::Solarize, 0.6, 5), (Name::AutoContrast, 0.6, 0)],
        [(Name::Equalize, 0.8, 0), (Name::Equalize, 0.6, 0)],
        [(Name::Posterize, 0.6, 7), (Name::Posterize, 0.6, 6)],
        [(Name::Equalize, 0.4, 0), (Name::Solarize, 0.2, 4)],
        [(Name::Equalize, 0.4, 0), (Name::Rotate, 0.8, 8)],
        [(Name::Solarize, 0.6, 3), (Name::Equalize, 0.6, 0)],
        [(Name::Posterize, 0.8, 5), (Name::Equalize, 1.0, 0)],
        [(Name::Rotate, 0.2, 3), (Name::Solarize, 0.6, 8)],
        [(Name::Equalize, 0.6, 0), (Name::Posterize, 0.4, 6)],
        [(Name::Rotate, 0.8, 8), (Name::Color, 0.4, 0)],
        [(Name::Rotate, 0.4, 9), (Name::Equalize, 0.6, 0)],
        [(Name::Equalize, 0.0, 0), (Name::Equalize, 0.8, 0)],
        [(Name::Invert, 0.6, 0), (Name::Equalize, 1.0, 0)],
        [(Name::Color, 0.6, 4), (Name::Contrast, 1.0, 8)],
        [(Name::Rotate, 0.8, 8), (Name::Color, 1.0, 2)],
        [(Name::Color, 0.8, 8), (Name::Solarize, 0.8, 7)],
        [(Name::Sharpness, 0.4, 7), (Name::Invert, 0.6, 0)],
        [(Name::ShearX, 0.6, 5), (Name::Equalize, 1.0, 0)],
        [(Name::Color, 0.4, 0), (Name::Equalize, 0.6, 0)],
        [(Name::Equalize, 0.4, 0), (Name::Solarize, 0.2, 4)],
        [(Name::Solarize, 0.6, 5), (Name::AutoContrast, 0.6, 0)],
        [(Name::Invert, 0.6, 0), (Name::Equalize, 1.0, 0)],
        [(Name::Color, 0.6, 4), (Name::Contrast, 1.0, 8)],
        [(Name::Equalize, 0.8, 0), (Name::Equalize, 0.6, 0)],
    ];

    /// torchvision 0.29 `AutoAugmentPolicy.CIFAR10`.
    #[rustfmt::skip]
    pub(in crate::ops::automatic) const CIFAR10: &Table = &[
        [(Name::Invert, 0.1, 0), (Name::Contrast, 0.2, 6)],
        [(Name::Rotate, 0.7, 2), (Name::TranslateX, 0.3, 9)],
        [(Name::Sharpness, 0.8, 1), (Name::Sharpness, 0.9, 3)],
        [(Name::ShearY, 0.5, 8), (Name::TranslateY, 0.7, 9)],
        [(Name::AutoContrast, 0.5, 0), (Name::Equalize, 0.9, 0)],
        [(Name::ShearY, 0.2, 7), (Name::Posterize, 0.3, 7)],
        [(Name::Color, 0.4, 3), (Name::Brightness, 0.6, 7)],
        [(Name::Sharpness, 0.3, 9), (Name::Brightness, 0.7, 9)],
        [(Name::Equalize, 0.6, 0), (Name::Equalize, 0.5, 0)],
        [(Name::Contrast, 0.6, 7), (Name::Sharpness, 0.6, 5)],
        [(Name::Color, 0.7, 7), (Name::TranslateX, 0.5, 8)],
        [(Name::Equalize, 0.3, 0), (Name::AutoContrast, 0.4, 0)],
        [(Name::TranslateY, 0.4, 3), (Name::Sharpness, 0.2, 6)],
        [(Name::Brightness, 0.9, 6), (Name::Color, 0.2, 8)],
        [(Name::Solarize, 0.5, 2), (Name::Invert, 0.0, 0)],
        [(Name::Equalize, 0.2, 0), (Name::AutoContrast, 0.6, 0)],
        [(Name::Equalize, 0.2, 0), (Name::Equalize, 0.6, 0)],
        [(Name::Color, 0.9, 9), (Name::Equalize, 0.6, 0)],
        [(Name::AutoContrast, 0.8, 0), (Name::Solarize, 0.2, 8)],
        [(Name::Brightness, 0.1, 3), (Name::Color, 0.7, 0)],
        [(Name::Solarize, 0.4, 5), (Name::AutoContrast, 0.9, 0)],
        [(Name::TranslateY, 0.9, 9), (Name::TranslateY, 0.7, 9)],
        [(Name::AutoContrast, 0.9, 0), (Name::Solarize, 0.8, 3)],
        [(Name::Equalize, 0.8, 0), (Name::Invert, 0.1, 0)],
        [(Name::TranslateY, 0.7, 9), (Name::AutoContrast, 0.9, 0)],
    ];

    /// torchvision 0.29 `AutoAugmentPolicy.SVHN`.
    #[rustfmt::skip]
    pub(in crate::ops::automatic) const SVHN: &Table = &[
        [(Name::ShearX, 0.9, 4), (Name::Invert, 0.2, 0)],
        [(Name::ShearY, 0.9, 8), (Name::Invert, 0.7, 0)],
        [(Name::Equalize, 0.6, 0), (Name::Solarize, 0.6, 6)],
        [(Name::Invert, 0.9, 0), (Name::Equalize, 0.6, 0)],
        [(Name::Equalize, 0.6, 0), (Name::Rotate, 0.9, 3)],
        [(Name::ShearX, 0.9, 4), (Name::AutoContrast, 0.8, 0)],
        [(Name::ShearY, 0.9, 8), (Name::Invert, 0.4, 0)],
        [(Name::ShearY, 0.9, 5), (Name::Solarize, 0.2, 6)],
        [(Name::Invert, 0.9, 0), (Name::AutoContrast, 0.8, 0)],
        [(Name::Equalize, 0.6, 0), (Name::Rotate, 0.9, 3)],
        [(Name::ShearX, 0.9, 4), (Name::Solarize, 0.3, 3)],
        [(Name::ShearY, 0.8, 8), (Name::Invert, 0.7, 0)],
        [(Name::Equalize, 0.9, 0), (Name::TranslateY, 0.6, 6)],
        [(Name::Invert, 0.9, 0), (Name::Equalize, 0.6, 0)],
        [(Name::Contrast, 0.3, 3), (Name::Rotate, 0.8, 4)],
        [(Name::Invert, 0.8, 0), (Name::TranslateY, 0.0, 2)],
        [(Name::ShearY, 0.7, 6), (Name::Solarize, 0.4, 8)],
        [(Name::Invert, 0.6, 0), (Name::Rotate, 0.8, 4)],
        [(Name::ShearY, 0.3, 7), (Name::TranslateX, 0.9, 3)],
        [(Name::ShearX, 0.1, 6), (Name::Invert, 0.6, 0)],
        [(Name::Solarize, 0.7, 2), (Name::TranslateY, 0.6, 7)],
        [(Name::ShearY, 0.8, 4), (Name::Invert, 0.8, 0)],
        [(Name::ShearX, 0.7, 9), (Name::TranslateY, 0.8, 3)],
        [(Name::ShearY, 0.8, 5), (Name::AutoContrast, 0.7, 0)],
        [(Name::ShearX, 0.7, 2), (Name::Invert, 0.1, 0)],
    ];
}

/// timm's. `v0r` and `originalr` are the same with `PosterizeIncreasing` for their posterize.
pub(super) mod timm {
    use super::Table as Pairs;
    use crate::ops::automatic::timm::Name;

    type Table = Pairs<Name>;

    /// timm 1.0 `auto_augment_policy_v0`.
    #[rustfmt::skip]
    pub(in crate::ops::automatic) const V0: &Table = &[
        [(Name::Equalize, 0.8, 1), (Name::ShearY, 0.8, 4)],
        [(Name::Color, 0.4, 9), (Name::Equalize, 0.6, 3)],
        [(Name::Color, 0.4, 1), (Name::Rotate, 0.6, 8)],
        [(Name::Solarize, 0.8, 3), (Name::Equalize, 0.4, 7)],
        [(Name::Solarize, 0.4, 2), (Name::Solarize, 0.6, 2)],
        [(Name::Color, 0.2, 0), (Name::Equalize, 0.8, 8)],
        [(Name::Equalize, 0.4, 8), (Name::SolarizeAdd, 0.8, 3)],
        [(Name::ShearX, 0.2, 9), (Name::Rotate, 0.6, 8)],
        [(Name::Color, 0.6, 1), (Name::Equalize, 1.0, 2)],
        [(Name::Invert, 0.4, 9), (Name::Rotate, 0.6, 0)],
        [(Name::Equalize, 1.0, 9), (Name::ShearY, 0.6, 3)],
        [(Name::Color, 0.4, 7), (Name::Equalize, 0.6, 0)],
        [(Name::Posterize, 0.4, 6), (Name::AutoContrast, 0.4, 7)],
        [(Name::Solarize, 0.6, 8), (Name::Color, 0.6, 9)],
        [(Name::Solarize, 0.2, 4), (Name::Rotate, 0.8, 9)],
        [(Name::Rotate, 1.0, 7), (Name::TranslateYRel, 0.8, 9)],
        [(Name::ShearX, 0.0, 0), (Name::Solarize, 0.8, 4)],
        [(Name::ShearY, 0.8, 0), (Name::Color, 0.6, 4)],
        [(Name::Color, 1.0, 0), (Name::Rotate, 0.6, 2)],
        [(Name::Equalize, 0.8, 4), (Name::Equalize, 0.0, 8)],
        [(Name::Equalize, 1.0, 4), (Name::AutoContrast, 0.6, 2)],
        [(Name::ShearY, 0.4, 7), (Name::SolarizeAdd, 0.6, 7)],
        [(Name::Posterize, 0.8, 2), (Name::Solarize, 0.6, 10)],
        [(Name::Solarize, 0.6, 8), (Name::Equalize, 0.6, 1)],
        [(Name::Color, 0.8, 6), (Name::Rotate, 0.4, 5)],
    ];

    /// timm 1.0 `auto_augment_policy_original`.
    #[rustfmt::skip]
    pub(in crate::ops::automatic) const ORIGINAL: &Table = &[
        [(Name::PosterizeOriginal, 0.4, 8), (Name::Rotate, 0.6, 9)],
        [(Name::Solarize, 0.6, 5), (Name::AutoContrast, 0.6, 5)],
        [(Name::Equalize, 0.8, 8), (Name::Equalize, 0.6, 3)],
        [(Name::PosterizeOriginal, 0.6, 7), (Name::PosterizeOriginal, 0.6, 6)],
        [(Name::Equalize, 0.4, 7), (Name::Solarize, 0.2, 4)],
        [(Name::Equalize, 0.4, 4), (Name::Rotate, 0.8, 8)],
        [(Name::Solarize, 0.6, 3), (Name::Equalize, 0.6, 7)],
        [(Name::PosterizeOriginal, 0.8, 5), (Name::Equalize, 1.0, 2)],
        [(Name::Rotate, 0.2, 3), (Name::Solarize, 0.6, 8)],
        [(Name::Equalize, 0.6, 8), (Name::PosterizeOriginal, 0.4, 6)],
        [(Name::Rotate, 0.8, 8), (Name::Color, 0.4, 0)],
        [(Name::Rotate, 0.4, 9), (Name::Equalize, 0.6, 2)],
        [(Name::Equalize, 0.0, 7), (Name::Equalize, 0.8, 8)],
        [(Name::Invert, 0.6, 4), (Name::Equalize, 1.0, 8)],
        [(Name::Color, 0.6, 4), (Name::Contrast, 1.0, 8)],
        [(Name::Rotate, 0.8, 8), (Name::Color, 1.0, 2)],
        [(Name::Color, 0.8, 8), (Name::Solarize, 0.8, 7)],
        [(Name::Sharpness, 0.4, 7), (Name::Invert, 0.6, 8)],
        [(Name::ShearX, 0.6, 5), (Name::Equalize, 1.0, 9)],
        [(Name::Color, 0.4, 0), (Name::Equalize, 0.6, 3)],
        [(Name::Equalize, 0.4, 7), (Name::Solarize, 0.2, 4)],
        [(Name::Solarize, 0.6, 5), (Name::AutoContrast, 0.6, 5)],
        [(Name::Invert, 0.6, 4), (Name::Equalize, 1.0, 8)],
        [(Name::Color, 0.6, 4), (Name::Contrast, 1.0, 8)],
        [(Name::Equalize, 0.8, 8), (Name::Equalize, 0.6, 3)],
    ];
}
