//! The discrete Fourier transform of any length, in double precision: small factors one after the
//! other (Cooley and Tukey), and Bluestein's convolution for lengths with a large one.

use crate::math::{PI, cos, sin};

/// A complex number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Complex {
    pub(super) re: f64,
    pub(super) im: f64,
}

impl Complex {
    pub(super) fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    /// `e^(-iπ part / whole)`.
    pub(super) fn turn(part: u64, whole: u64) -> Self {
        // Reduced first: an angle of many turns would lose digits.
        let angle = PI * (part % (2 * whole)) as f64 / whole as f64;
        Self::new(cos(angle), -sin(angle))
    }

    #[inline]
    pub(super) fn times(self, o: Self) -> Self {
        Self::new(
            self.re * o.re - self.im * o.im,
            self.re * o.im + self.im * o.re,
        )
    }

    #[inline]
    fn plus(self, o: Self) -> Self {
        Self::new(self.re + o.re, self.im + o.im)
    }

    #[inline]
    pub(super) fn minus(self, o: Self) -> Self {
        Self::new(self.re - o.re, self.im - o.im)
    }

    #[inline]
    pub(super) fn conjugate(self) -> Self {
        Self::new(self.re, -self.im)
    }

    #[inline]
    pub(super) fn scaled(self, by: f64) -> Self {
        Self::new(self.re * by, self.im * by)
    }
}

/// The greatest factor that is worth its square of steps.
const LARGEST: usize = 13;

/// A length made of small factors.
struct Mixed {
    factors: Vec<usize>,
    /// `e^(-2πi k / n)` for every k.
    roots: Vec<Complex>,
    room: Vec<Complex>,
}

impl Mixed {
    /// Nothing if a factor is large.
    fn new(n: usize) -> Option<Self> {
        let (mut left, mut factors) = (n, Vec::new());
        for factor in [4, 2, 3, 5, 7, 11, LARGEST] {
            while left % factor == 0 {
                factors.push(factor);
                left /= factor;
            }
        }
        (left == 1).then(|| Self {
            factors,
            roots: (0..n as u64)
                .map(|k| Complex::turn(2 * k, n as u64))
                .collect(),
            room: vec![Complex::default(); n],
        })
    }

    /// Forward, unscaled, in place.
    fn run(&mut self, data: &mut [Complex]) {
        self.room.copy_from_slice(data);
        step(data, &self.room, 1, &self.factors, &self.roots);
    }
}

/// The transform of every `stride`-th value of `src`.
fn step(out: &mut [Complex], src: &[Complex], stride: usize, factors: &[usize], roots: &[Complex]) {
    let Some((&factor, rest)) = factors.split_first() else {
        out.copy_from_slice(&src[..1]);
        return;
    };
    let part = out.len() / factor;
    if rest.is_empty() {
        for (out, v) in out.iter_mut().zip(src.iter().step_by(stride)) {
            *out = *v;
        }
    } else {
        for (i, out) in out.chunks_exact_mut(part).enumerate() {
            step(out, &src[i * stride..], stride * factor, rest, roots);
        }
    }
    match factor {
        2 => {
            let (a, b) = out.split_at_mut(part);
            for ((a, b), root) in a.iter_mut().zip(b).zip(roots.iter().step_by(stride)) {
                let turned = b.times(*root);
                (*a, *b) = (a.plus(turned), a.minus(turned));
            }
        }
        4 => {
            let (low, high) = out.split_at_mut(2 * part);
            let ((a, b), (c, d)) = (low.split_at_mut(part), high.split_at_mut(part));
            let values = a.iter_mut().zip(b).zip(c.iter_mut().zip(d));
            for (k, ((a, b), (c, d))) in values.enumerate() {
                let at = k * stride;
                let (u, v, w) = (
                    b.times(roots[at]),
                    c.times(roots[2 * at]),
                    d.times(roots[3 * at]),
                );
                let (even, odd) = (a.plus(v), a.minus(v));
                let (sum, apart) = (u.plus(w), u.minus(w));
                let turned = Complex::new(apart.im, -apart.re);
                (*a, *b) = (even.plus(sum), odd.plus(turned));
                (*c, *d) = (even.minus(sum), odd.minus(turned));
            }
        }
        _ => {
            let (mut values, mut turns) =
                ([Complex::default(); LARGEST], [Complex::default(); LARGEST]);
            let (values, turns) = (&mut values[..factor], &mut turns[..factor]);
            for (j, turn) in turns.iter_mut().enumerate() {
                *turn = roots[j * part * stride];
            }
            for k in 0..part {
                for (q, v) in values.iter_mut().enumerate() {
                    *v = out[q * part + k].times(roots[q * k * stride]);
                }
                for p in 0..factor {
                    let (mut sum, mut turn) = (values[0], 0);
                    for v in &values[1..] {
                        turn += p;
                        turn -= if turn >= factor { factor } else { 0 };
                        sum = sum.plus(v.times(turns[turn]));
                    }
                    out[p * part + k] = sum;
                }
            }
        }
    }
}

/// Any length, as a convolution of a length that is a power of two.
struct Bluestein {
    inner: Mixed,
    chirp: Vec<Complex>,
    /// The transform of the chirp's conjugate.
    spread: Vec<Complex>,
    room: Vec<Complex>,
}

impl Bluestein {
    /// Nothing if the length is too small to need it.
    fn new(n: usize) -> Option<Self> {
        let long = (2 * n).next_power_of_two();
        let mut inner = Mixed::new(long)?;
        let chirp: Vec<Complex> = (0..n as u64)
            .map(|k| Complex::turn(k * k, n as u64))
            .collect();
        let mut spread = vec![Complex::default(); long];
        for (k, c) in chirp.iter().enumerate() {
            spread[k] = c.conjugate();
            spread[(long - k) % long] = c.conjugate();
        }
        inner.run(&mut spread);
        Some(Self {
            inner,
            chirp,
            spread,
            room: vec![Complex::default(); long],
        })
    }

    fn run(&mut self, data: &mut [Complex]) {
        let room = &mut self.room;
        room.fill(Complex::default());
        for ((to, v), c) in room.iter_mut().zip(&*data).zip(&self.chirp) {
            *to = v.times(*c);
        }
        self.inner.run(room);
        // The inverse is the forward transform of the conjugate.
        for (v, s) in room.iter_mut().zip(&self.spread) {
            *v = v.times(*s).conjugate();
        }
        self.inner.run(room);
        let scale = 1.0 / room.len() as f64;
        for ((to, v), c) in data.iter_mut().zip(&*room).zip(&self.chirp) {
            *to = v.conjugate().times(*c).scaled(scale);
        }
    }
}

/// A transform of one length, with what it needs again and again.
enum Plan {
    Mixed(Mixed),
    Bluestein(Option<Bluestein>),
}

impl Plan {
    fn new(n: usize) -> Self {
        match Mixed::new(n) {
            Some(mixed) => Self::Mixed(mixed),
            None => Self::Bluestein(Bluestein::new(n)),
        }
    }

    /// Forward, unscaled, in place; `data` has the plan's length.
    fn forward(&mut self, data: &mut [Complex]) {
        match self {
            Self::Mixed(plan) => plan.run(data),
            Self::Bluestein(Some(plan)) => plan.run(data),
            // A power of two always has a plan.
            Self::Bluestein(None) => {}
        }
    }
}

/// Both directions of a picture's plane, in place: rows, then columns.
pub(super) struct Plan2 {
    size: [usize; 2],
    rows: Plan,
    columns: Plan,
}

/// Some columns at a time: neighbours share cache lines.
const TOGETHER: usize = 8;

impl Plan2 {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            size: [width, height],
            rows: Plan::new(width),
            columns: Plan::new(height),
        }
    }

    /// Forward, unscaled.
    pub(super) fn forward(&mut self, data: &mut [Complex]) {
        let [width, height] = self.size;
        for row in data.chunks_exact_mut(width) {
            self.rows.forward(row);
        }
        let mut room = vec![Complex::default(); height * TOGETHER.min(width)];
        for x in (0..width).step_by(TOGETHER) {
            let many = TOGETHER.min(width - x);
            for (y, row) in data.chunks_exact(width).enumerate() {
                for (i, v) in row[x..x + many].iter().enumerate() {
                    room[i * height + y] = *v;
                }
            }
            for column in room.chunks_exact_mut(height).take(many) {
                self.columns.forward(column);
            }
            for (y, row) in data.chunks_exact_mut(width).enumerate() {
                for (i, v) in row[x..x + many].iter_mut().enumerate() {
                    *v = room[i * height + y];
                }
            }
        }
    }

    /// Inverse, scaled.
    pub(super) fn inverse(&mut self, data: &mut [Complex]) {
        for v in &mut *data {
            *v = v.conjugate();
        }
        self.forward(data);
        let scale = 1.0 / data.len() as f64;
        for v in data {
            *v = v.conjugate().scaled(scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(n: usize) -> Vec<Complex> {
        let value = |i: u32| {
            let [a, b, ..] = crate::noise::hash(1, i, 0);
            Complex::new(f64::from(a >> 24), f64::from(b >> 24))
        };
        (0..n as u32).map(value).collect()
    }

    #[test]
    fn equals_the_definition() {
        for n in [1, 2, 3, 4, 7, 12, 16, 17, 30, 38, 45, 64, 91, 97] {
            let data = values(n);
            let mut made = data.clone();
            Plan2::new(n, 1).forward(&mut made);
            for (k, got) in made.iter().enumerate() {
                let want = data
                    .iter()
                    .enumerate()
                    .fold(Complex::default(), |sum, (i, v)| {
                        let root = Complex::turn(2 * (i * k) as u64, n as u64);
                        sum.plus(v.times(root))
                    });
                let off = (got.re - want.re).abs().max((got.im - want.im).abs());
                assert!(off < 1e-9, "{n} {k}: {off}");
            }
        }
    }

    #[test]
    fn there_and_back() {
        for (w, h) in [(1, 1), (1, 9), (8, 6), (13, 31), (64, 33), (34, 38)] {
            let data = values(w * h);
            let mut made = data.clone();
            let mut plan = Plan2::new(w, h);
            plan.forward(&mut made);
            plan.inverse(&mut made);
            let off = |(a, b): (&Complex, &Complex)| (a.re - b.re).abs() + (a.im - b.im).abs();
            let worst = made.iter().zip(&data).map(off).fold(0.0, f64::max);
            assert!(worst < 1e-10, "{w} {h}: {worst}");
        }
    }
}
