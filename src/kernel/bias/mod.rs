//! Bias: an image times e to the power of a polynomial in its coordinates, in double precision
//! (MONAI 1.6 `RandBiasField`).

use serde::{Deserialize, Serialize};

use crate::image::Image;
use crate::math::exp;
use crate::quantise::half_even;

/// A polynomial of Legendre's in both coordinates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bias {
    /// Its degree along each side.
    pub degree: u32,
    /// Rows of the lower triangle of coefficients: rows are degrees in y, columns in x.
    pub coefficients: Vec<f64>,
}

/// Evenly spaced places from -1 to 1.
fn places(steps: u32) -> impl Iterator<Item = f64> {
    // numpy.linspace in double precision, rounded to single.
    let step = 2.0 / f64::from(steps.saturating_sub(1).max(1));
    (0..steps).map(move |i| {
        let at = if i > 0 && i + 1 == steps {
            1.0
        } else {
            f64::from(i) * step - 1.0
        };
        f64::from(at as f32)
    })
}

/// A series of Legendre's polynomials at `x`, as `numpy.polynomial.legendre.legval` sums it.
fn series(coefficients: &[f64], x: f64) -> f64 {
    let n = coefficients.len();
    if n < 3 {
        let c = |i: usize| coefficients.get(i).copied().unwrap_or(0.0);
        return c(0) + c(1) * x;
    }
    let (mut c0, mut c1) = (coefficients[n - 2], coefficients[n - 1]);
    for i in 3..=n {
        let degree = (n - i + 2) as f64;
        let next = c0;
        c0 = coefficients[n - i] - c1 * ((degree - 1.0) / degree);
        c1 = next + c1 * x * ((2.0 * degree - 1.0) / degree);
    }
    c0 + c1 * x
}

/// Multiplies an image by the field.
pub fn run(p: &Bias, src: &Image) -> Image {
    let n = p.degree as usize + 1;
    let rows = (0..n).map(|i| &p.coefficients[(i * (i + 1) / 2).min(p.coefficients.len())..]);
    let rows: Vec<Vec<f64>> = rows
        .enumerate()
        .map(|(i, row)| {
            let mut row: Vec<f64> = row.iter().copied().take(i + 1).collect();
            row.resize(n, 0.0);
            row
        })
        .collect();
    let ys: Vec<f64> = places(src.size.height).collect();
    let xs: Vec<f64> = places(src.size.width).collect();
    // First along y for every degree in x, then along x.
    let columns: Vec<Vec<f64>> = (0..n)
        .map(|j| rows.iter().map(|row| row[j]).collect())
        .collect();
    let mut out = src.clone();
    let line = src.size.width as usize * src.channels;
    let mut along = vec![0.0; n];
    for (row, y) in out.data.chunks_exact_mut(line).zip(ys) {
        for (to, column) in along.iter_mut().zip(&columns) {
            *to = series(column, y);
        }
        for (to, x) in row.chunks_exact_mut(src.channels).zip(&xs) {
            let factor = exp(series(&along, *x));
            for v in to {
                *v = half_even((f64::from(*v) * factor) as f32);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    #[test]
    fn series_are_legendres() {
        let x = 0.3f64;
        let p2 = (3.0 * x * x - 1.0) / 2.0;
        let p3 = (5.0 * x * x * x - 3.0 * x) / 2.0;
        let sum = series(&[0.5, 2.0, -1.0, 4.0], x);
        assert!(
            (sum - (0.5 + 2.0 * x - p2 + 4.0 * p3)).abs() < 1e-14,
            "{sum}"
        );
    }

    #[test]
    fn a_constant_is_a_factor() {
        let p = Bias {
            degree: 1,
            coefficients: vec![0.5, 0.0, 0.0],
        };
        let out = run(&p, &Image::filled(Size::new(3, 2), 3, 100));
        assert!(out.data.iter().all(|v| *v == 165));
    }
}
