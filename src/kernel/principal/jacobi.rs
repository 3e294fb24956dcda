//! The longest axis of a symmetric matrix, with the sign that OpenCV's Jacobi rotations give it.

use super::Square;

/// The eigenvector of the greatest eigenvalue.
pub(super) fn longest(mut a: Square) -> [f64; 3] {
    const MOST_TURNS: usize = 270;
    let mut lengths = [a[0][0], a[1][1], a[2][2]];
    let mut axes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for _ in 0..MOST_TURNS {
        // The greatest entry above the diagonal, the first of equals.
        let (mut k, mut l) = (0, 1);
        for (i, j) in [(0, 2), (1, 2)] {
            if a[i][j].abs() > a[k][l].abs() {
                (k, l) = (i, j);
            }
        }
        let p = a[k][l];
        if p.abs() <= f64::EPSILON {
            break;
        }
        let half = (lengths[l] - lengths[k]) * 0.5;
        let t = half.abs() + hypot(p, half);
        let norm = hypot(p, t);
        let cos = t / norm;
        let back = half < 0.0;
        let sign = if back { -1.0 } else { 1.0 };
        let (sin, moved) = (sign * p / norm, sign * (p / t) * p);
        lengths[k] -= moved;
        lengths[l] += moved;
        let turn = |x: f64, y: f64| (x * cos - y * sin, x * sin + y * cos);
        a[k][l] = 0.0;
        // The third row and column, wherever it lies, kept above the diagonal.
        let other = 3 - k - l;
        let (x, y) = (at(k, other), at(l, other));
        (a[x.0][x.1], a[y.0][y.1]) = turn(a[x.0][x.1], a[y.0][y.1]);
        let (x, y) = (axes[k], axes[l]);
        axes[k] = std::array::from_fn(|i| turn(x[i], y[i]).0);
        axes[l] = std::array::from_fn(|i| turn(x[i], y[i]).1);
    }
    let mut best = 0;
    for i in 1..3 {
        if lengths[i] > lengths[best] {
            best = i;
        }
    }
    axes[best]
}

/// The place above the diagonal of the entry for two rows.
fn at(i: usize, j: usize) -> (usize, usize) {
    (i.min(j), i.max(j))
}

/// √(a² + b²) without overflow.
pub(super) fn hypot(a: f64, b: f64) -> f64 {
    let (a, b) = (a.abs(), b.abs());
    let (least, most) = (a.min(b), a.max(b));
    if most == 0.0 {
        return 0.0;
    }
    let ratio = least / most;
    most * (1.0 + ratio * ratio).sqrt()
}
