//! A real field from half of its spectrum.

use crate::fft::{Complex, Plan2};

/// The inverse transform of a real plane, as numpy's `irfft2(half, (height, width))` scales it.
/// `half(row, column)` gives real and imaginary part for every row and the columns `0..=width / 2`;
/// what could not come from a real plane is left out, as numpy does. Rows of the plane one after the
/// other.
pub fn inverse_real(
    width: usize,
    height: usize,
    half: impl Fn(usize, usize) -> [f64; 2],
) -> Vec<f64> {
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let at = |y: usize, x: usize| {
        let [re, im] = half(y, x);
        Complex::new(re, im)
    };
    let mut data = Vec::with_capacity(width * height);
    for y in 0..height {
        let across = (height - y) % height;
        data.extend((0..width).map(|x| {
            if x == 0 || 2 * x == width {
                // A real plane's own mirror image: numpy drops what is odd in it.
                let (a, b) = (at(y, x), at(across, x).conjugate());
                Complex::new(f64::midpoint(a.re, b.re), f64::midpoint(a.im, b.im))
            } else if 2 * x < width {
                at(y, x)
            } else {
                at(across, width - x).conjugate()
            }
        }));
    }
    Plan2::new(width, height).inverse(&mut data);
    data.into_iter().map(|v| v.re).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_plane_comes_back() {
        for (w, h) in [(1, 1), (2, 3), (8, 5), (7, 4)] {
            let plane: Vec<f64> = (0..w * h)
                .map(|i| f64::from((i * 37 % 11) as u32))
                .collect();
            let mut data: Vec<_> = plane.iter().map(|v| Complex::new(*v, 0.0)).collect();
            Plan2::new(w, h).forward(&mut data);
            let made = inverse_real(w, h, |y, x| {
                let v = data[y * w + x];
                [v.re, v.im]
            });
            for (a, b) in plane.iter().zip(made) {
                assert!((a - b).abs() < 1e-12, "{w} × {h}: {a} {b}");
            }
        }
    }
}
