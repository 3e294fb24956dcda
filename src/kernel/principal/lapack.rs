//! Axes of a symmetric 3 × 3 matrix with the signs that LAPACK's `dsyevd` gives them: a Householder
//! reflection to tridiagonal form, then implicit QL or QR, whichever end is smaller.

use super::Square;
use super::jacobi::hypot;

/// Relative precision, as LAPACK counts it.
const EPS: f64 = f64::EPSILON / 2.0;

/// Eigenvalues from least to greatest, and their eigenvectors as columns.
pub(super) fn eigen(a: Square) -> ([f64; 3], Square) {
    let (mut t, reflection) = tridiagonal(a);
    t.solve();
    // Ascending, by picking the least.
    for i in 0..2 {
        let mut least = i;
        for j in i + 1..3 {
            if t.d[j] < t.d[least] {
                least = j;
            }
        }
        t.d.swap(i, least);
        for row in &mut t.z {
            row.swap(i, least);
        }
    }
    let axes = reflection
        .map(|row| std::array::from_fn(|c| (0..3).map(|k| row[k] * t.z[k][c]).sum::<f64>()));
    (t.d, axes)
}

/// A tridiagonal matrix on its way to a diagonal one.
struct Tridiagonal {
    /// The diagonal.
    d: [f64; 3],
    /// Beside the diagonal.
    e: [f64; 2],
    /// The rotations so far.
    z: Square,
}

const UNIT: Square = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// Reflects the lower corner away.
fn tridiagonal(a: Square) -> (Tridiagonal, Square) {
    let (first, corner) = (a[1][0], a[2][0]);
    let mut q = UNIT;
    let (mut e, mut lower) = ([first, a[2][1]], [a[1][1], a[2][2]]);
    if corner != 0.0 {
        let beta = -hypot(first, corner).copysign(first);
        let tau = (beta - first) / beta;
        let v = corner / (first - beta);
        let h = [[1.0 - tau, -tau * v], [-tau * v, 1.0 - tau * v * v]];
        let b = [[a[1][1], a[2][1]], [a[2][1], a[2][2]]];
        // h · b · h
        let part = |i: usize, j: usize| -> f64 {
            (0..2)
                .flat_map(|k| (0..2).map(move |l| (k, l)))
                .map(|(k, l)| h[i][k] * b[k][l] * h[l][j])
                .sum()
        };
        lower = [part(0, 0), part(1, 1)];
        e = [beta, part(1, 0)];
        for (i, row) in h.iter().enumerate() {
            q[i + 1][1..].copy_from_slice(row);
        }
    }
    let d = [a[0][0], lower[0], lower[1]];
    (Tridiagonal { d, e, z: UNIT }, q)
}

impl Tridiagonal {
    /// Makes it diagonal, one unreduced block after the other.
    fn solve(&mut self) {
        let mut start = 0;
        let mut steps = 0;
        while start < 3 {
            let end = (start..2)
                .find(|&i| {
                    let scale = self.d[i].abs().sqrt() * self.d[i + 1].abs().sqrt();
                    self.e[i].abs() <= scale * EPS
                })
                .unwrap_or(2);
            if let Some(cut) = self.e.get_mut(end) {
                *cut = 0.0;
            }
            if end > start {
                self.block(start, end, &mut steps);
            }
            start = end + 1;
        }
    }

    /// One block. From its upper end down (QL), or mirrored from its lower end up (QR) where the
    /// upper end is the greater.
    fn block(&mut self, start: usize, end: usize, steps: &mut u32) {
        const MOST_STEPS: u32 = 90;
        let mirrored = self.d[end].abs() < self.d[start].abs();
        let at = |i: usize| if mirrored { end + start - i } else { i };
        let beside = |i: usize| if mirrored { end + start - i - 1 } else { i };
        let mut l = start;
        while l <= end {
            let small = |i: &usize| {
                let (d, e) = (&self.d, self.e[beside(*i)].abs());
                e * e <= EPS * EPS * d[at(*i)].abs() * d[at(*i + 1)].abs() + f64::MIN_POSITIVE
            };
            let m = (l..end).find(small).unwrap_or(end);
            if m < end {
                self.e[beside(m)] = 0.0;
            }
            if m == l {
                l += 1;
            } else if m == l + 1 {
                self.pair(at(l).min(at(m)));
                l += 2;
            } else {
                *steps += 1;
                if *steps > MOST_STEPS {
                    return;
                }
                self.shifted(l, m, &at, &beside);
            }
        }
    }

    /// One step with an implicit shift.
    fn shifted(
        &mut self,
        l: usize,
        m: usize,
        at: &dyn Fn(usize) -> usize,
        beside: &dyn Fn(usize) -> usize,
    ) {
        let (d, e) = (&mut self.d, &mut self.e);
        let (mut p, near) = (d[at(l)], e[beside(l)]);
        let mut g = (d[at(l + 1)] - p) / (2.0 * near);
        let r = hypot(g, 1.0);
        g = d[at(m)] - p + near / (g + r.copysign(g));
        let (mut sin, mut cos) = (1.0, 1.0);
        p = 0.0;
        for i in (l..m).rev() {
            let f = sin * e[beside(i)];
            let b = cos * e[beside(i)];
            let r;
            (cos, sin, r) = rotation(g, f);
            if i + 1 != m {
                e[beside(i + 1)] = r;
            }
            g = d[at(i + 1)] - p;
            let r = (d[at(i)] - g) * sin + 2.0 * cos * b;
            p = sin * r;
            d[at(i + 1)] = g + p;
            g = cos * r - b;
            for row in &mut self.z {
                let (near, far) = (row[at(i)], row[at(i + 1)]);
                row[at(i + 1)] = cos * far + sin * near;
                row[at(i)] = cos * near - sin * far;
            }
        }
        d[at(l)] -= p;
        e[beside(l)] = g;
    }

    /// Solves the 2 × 2 block at `i`.
    fn pair(&mut self, i: usize) {
        let (a, b, c) = (self.d[i], self.e[i], self.d[i + 1]);
        let (greater, lesser, cos, sin) = two_by_two(a, b, c);
        for row in &mut self.z {
            let (x, y) = (row[i], row[i + 1]);
            row[i + 1] = cos * y - sin * x;
            row[i] = sin * y + cos * x;
        }
        (self.d[i], self.d[i + 1], self.e[i]) = (greater, lesser, 0.0);
    }
}

/// A rotation that takes (f, g) to (r, 0): cosine, sine, r.
fn rotation(f: f64, g: f64) -> (f64, f64, f64) {
    if g == 0.0 {
        return (1.0, 0.0, f);
    }
    if f == 0.0 {
        return (0.0, 1f64.copysign(g), g.abs());
    }
    let length = (f * f + g * g).sqrt();
    let r = length.copysign(f);
    (f.abs() / length, g / r, r)
}

/// Of a symmetric 2 × 2 matrix: the eigenvalue of greater size, the other, and the unit eigenvector
/// of the first.
fn two_by_two(a: f64, b: f64, c: f64) -> (f64, f64, f64, f64) {
    let (sum, apart, twice) = (a + c, a - c, b + b);
    let root = hypot(apart, twice);
    let (most, least) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
    let product = |first: f64| (most / first) * least - (b / first) * b;
    let (first, second) = if sum == 0.0 {
        (0.5 * root, -0.5 * root)
    } else {
        let first = 0.5 * (sum + root.copysign(sum));
        (first, product(first))
    };
    let (side, far) = if apart >= 0.0 {
        (1.0, apart + root)
    } else {
        (-1.0, apart - root)
    };
    let (cos, sin) = if far.abs() > twice.abs() {
        let cot = -twice / far;
        let sin = 1.0 / (1.0 + cot * cot).sqrt();
        (cot * sin, sin)
    } else if twice == 0.0 {
        (1.0, 0.0)
    } else {
        let tan = -far / twice;
        let cos = 1.0 / (1.0 + tan * tan).sqrt();
        (cos, tan * cos)
    };
    let first_side = if sum < 0.0 { -1.0 } else { 1.0 };
    if first_side == side {
        (first, second, -sin, cos)
    } else {
        (first, second, cos, sin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of numpy 2.4 `linalg.eigh`.
    #[test]
    fn signs_are_lapacks() {
        for (a, lengths, axes) in CASES {
            let (d, v) = eigen(*a);
            for (ours, theirs) in d.iter().zip(lengths) {
                assert!((ours - theirs).abs() < 1e-12, "{a:?}: {d:?}");
            }
            for (ours, theirs) in v.as_flattened().iter().zip(axes.as_flattened()) {
                assert!((ours - theirs).abs() < 1e-9, "{a:?}: {v:?}");
            }
        }
    }

    #[rustfmt::skip]
    const CASES: &[(Square, [f64; 3], Square)] = &[
        ([[1.288396, 0.315049, -0.406251], [0.315049, 0.624012, -0.30883], [-0.406251, -0.30883, 0.258234]], [0.0413699777373, 0.532295747359, 1.5969762749038], [[0.2014047889806, -0.4801725952383, -0.8537390642098], [0.371494735268, 0.8439261958839, -0.3870145185507], [0.9063265265035, -0.2392129902055, 0.3483523685482]]),
        ([[0.333029, -0.062759, -0.04256], [-0.062759, 0.562992, 0.085248], [-0.04256, 0.085248, 0.021757]], [0.0053358082623, 0.3182494305845, 0.5941927611531], [[0.101281910821, 0.961534939166, -0.255328289274], [-0.1391881677785, 0.267819268828, 0.9533622046184], [0.9850729051654, -0.0610196690222, 0.1609595337391]]),
        ([[0.219625, 0.179792, 0.068611], [0.179792, 0.280339, 0.084205], [0.068611, 0.084205, 0.070573]], [0.0403432188924, 0.0677753572359, 0.4624184238716], [[-0.1192087763234, -0.7746123486022, -0.6210998124621], [-0.2480104825984, 0.6289616037999, -0.736816192457], [0.9613948554932, 0.0662043075524, -0.2670897255469]]),
        ([[0.399585, -0.192917, -0.172943], [-0.192917, 0.292986, -0.025498], [-0.172943, -0.025498, 0.179912]], [0.0236864883862, 0.2621618794095, 0.5866346322042], [[0.555463994936, -0.2028957776027, -0.8064074985767], [0.4632957062525, -0.7297979027238, 0.5027445770448], [0.6905192530971, 0.6528616427781, 0.3113757159628]]),
        ([[0.032634, 0.033435, 0.0], [0.033435, 0.045871, 0.102993], [0.0, 0.102993, 0.354288]], [-0.0096872397359, 0.0566925519782, 0.3857876877578], [[0.605174523755, -0.7956115017968, 0.0276791258286], [-0.7660157350657, -0.5724917203648, 0.2923578693067], [0.2167572130974, 0.1981301802412, 0.955908333601]]),
        ([[0.423569, 0.0, 0.373349], [0.0, 0.237898, 0.016544], [0.373349, 0.016544, 0.339323]], [0.0050741112501, 0.2383181576288, 0.7573977311211], [[-0.6647771000695, 0.0510997493995, -0.7452920386228], [-0.052949784756, -0.998371643496, -0.021222199636], [0.7451628865674, -0.0253550206943, -0.6664003266867]]),
        ([[2.0, 0.0, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 1.0]], [0.5, 1.0, 2.0], [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
    ];
}
