//! The only place with transcendental functions: `libm`, the same bits on every platform.

mod angles;

pub use angles::{atan, cos, sin, tan};

/// π.
pub const PI: f64 = std::f64::consts::PI;

macro_rules! from_libm {
    ($($(#[$doc:meta])* $name:ident($($arg:ident),+) = $libm:ident: $t:ty;)+) => {
        $($(#[$doc])* #[inline] pub fn $name($($arg: $t),+) -> $t { libm::$libm($($arg),+) })+
    };
}

from_libm! {
    /// Arc tangent of `y/x` in the right quadrant.
    atan2(y, x) = atan2: f64;
    /// The same in single precision.
    atan2f(y, x) = atan2f: f32;
    /// Cosine in single precision, to 1 ulp.
    cosf(x) = cosf: f32;
    /// Sine in single precision, to 1 ulp.
    sinf(x) = sinf: f32;
    /// eˣ.
    exp(x) = exp: f64;
    /// eˣ in single precision.
    expf(x) = expf: f32;
    /// Natural logarithm.
    ln(x) = log: f64;
    /// Natural logarithm in single precision.
    lnf(x) = logf: f32;
    /// xʸ.
    pow(x, y) = pow: f64;
    /// xʸ in single precision.
    powf(x, y) = powf: f32;
    /// Bessel function of the first kind and order 1.
    bessel_j1(x) = j1: f64;
    /// Cube root in single precision.
    cbrtf(x) = cbrtf: f32;
    /// The complementary error function.
    erfc(x) = erfc: f64;
    /// The logarithm of the gamma function's magnitude.
    lgamma(x) = lgamma: f64;
}

/// Degrees to radians, as `math.radians` does it.
#[inline]
pub fn radians(deg: f64) -> f64 {
    deg * (PI / 180.0)
}

/// Radians to degrees, as `math.degrees` does it.
#[inline]
pub fn degrees(rad: f64) -> f64 {
    rad * (180.0 / PI)
}

/// The quantile of the standard normal law (Acklam's rational approximation, relative error below
/// 1.2e-9): `u` in (0, 1) to a z-score.
pub fn normal_quantile(u: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383_577_518_672_69e2,
        -3.066479806614716e+01,
        2.506628277459239e+00,
    ];
    const B: [f64; 5] = [
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
    ];
    const C: [f64; 6] = [
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00,
    ];
    const D: [f64; 4] = [
        7.784695709041462e-03,
        3.224671290700398e-01,
        2.445134137142996e+00,
        3.754408661907416e+00,
    ];
    const TAIL: f64 = 0.02425;
    let horner = |k: &[f64], x: f64| k.iter().fold(0.0, |sum, &c| sum * x + c);
    let tail = |p: f64| {
        let q = (-2.0 * ln(p)).sqrt();
        horner(&C, q) / (horner(&D, q) * q + 1.0)
    };
    let u = u.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
    if u < TAIL {
        tail(u)
    } else if u > 1.0 - TAIL {
        -tail(1.0 - u)
    } else {
        let q = u - 0.5;
        let r = q * q;
        horner(&A, r) * q / (horner(&B, r) * r + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantile_matches_tables() {
        for (u, z) in [
            (0.5, 0.0),
            (0.975, 1.959963984540054),
            (0.001, -3.090232306167813),
            (0.99999, 4.264890793922602),
        ] {
            assert!(
                (normal_quantile(u) - z).abs() < 1e-8,
                "{u}: {}",
                normal_quantile(u)
            );
        }
    }
}
