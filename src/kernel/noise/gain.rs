//! Multiplicative noise (albumentations 2.0.8 `MultiplicativeNoise`, through albucore's `multiply`).

/// A level times a factor: single precision, cut off to 0..=255, the fraction dropped.
#[inline]
pub fn scaled(v: u8, factor: f32) -> u8 {
    crate::quantise::truncate(f32::from(v) * factor)
}

#[cfg(test)]
mod tests {
    use super::super::{Grain, Kind, run_grain};
    use super::*;
    use crate::golden;
    use crate::image::{Image, Size};

    #[test]
    fn equals_albumentations_given_its_factors() {
        let cases = golden::cases("multiplicative_noise", "cv2");
        let cases: Vec<_> = cases.into_iter().filter(|c| !c.field.is_empty()).collect();
        assert!(cases.len() >= 6);
        golden::check(&cases, 0.0, 0, |case| {
            let channels = case.field.len() / case.input.size.area();
            Image::from_fn(case.input.size, case.input.channels, |x, y, c| {
                let at = (y * case.input.size.width + x) as usize * channels + c.min(channels - 1);
                scaled(case.input.pixel(x, y)[c], case.field[at])
            })
        });
    }

    #[test]
    fn factors_are_even_between_the_ends() {
        let kind = Kind::Gain {
            low: 0.5,
            high: 1.5,
            per_channel: true,
        };
        let src = Image::filled(Size::new(200, 150), 3, 100);
        let out = run_grain(&Grain { seed: 1, kind }, &src);
        let n = out.data.len() as f64;
        let mean = out.data.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
        let square = |v: &u8| (f64::from(*v) - mean) * (f64::from(*v) - mean);
        let variance = out.data.iter().map(square).sum::<f64>() / n;
        assert!((mean - 99.5).abs() < 0.4, "{mean}");
        assert!(
            (variance / (10_000.0 / 12.0) - 1.0).abs() < 0.02,
            "{variance}"
        );
        assert!(out.data.iter().all(|v| (50..150).contains(v)));
        let shared = Kind::Gain {
            low: 0.5,
            high: 1.5,
            per_channel: false,
        };
        let out = run_grain(
            &Grain {
                seed: 1,
                kind: shared,
            },
            &src,
        );
        assert!(
            out.data
                .chunks_exact(3)
                .all(|p| p[0] == p[1] && p[1] == p[2])
        );
    }
}
