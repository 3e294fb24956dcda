//! Dice: every drawn number is a pure function of where it is drawn.
//!
//! A die's key is SHA-256 over (scheme, policy seed, sample key, view, step id, instance, name),
//! each part with its length before it, and seeds `ChaCha8`. The scheme is frozen by golden vectors.

use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// Names the scheme; a change of it is a breaking change.
const SCHEME: &str = "augplay dice 1";

/// The dice of one view of one sample.
#[derive(Clone)]
pub struct Dice {
    hash: Sha256,
}

/// The dice of one step in one iteration.
#[derive(Clone)]
pub struct Die {
    hash: Sha256,
}

fn feed(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

impl Dice {
    /// Dice for a policy's seed, a sample's key and a view's number.
    pub fn new(seed: u64, key: &str, view: u32) -> Self {
        let mut hash = Sha256::new();
        feed(&mut hash, SCHEME.as_bytes());
        feed(&mut hash, &seed.to_le_bytes());
        feed(&mut hash, key.as_bytes());
        feed(&mut hash, &view.to_le_bytes());
        Self { hash }
    }

    /// The dice of step `id`; `instance` lists the iterations of the repeats around it.
    pub fn at(&self, id: &str, instance: &[u32]) -> Die {
        let mut hash = self.hash.clone();
        feed(&mut hash, id.as_bytes());
        let list: Vec<u8> = instance.iter().flat_map(|i| i.to_le_bytes()).collect();
        feed(&mut hash, &list);
        Die { hash }
    }
}

impl Die {
    /// The stream of the draw `name`.
    pub fn stream(&self, name: &str) -> Stream {
        let mut hash = self.hash.clone();
        feed(&mut hash, name.as_bytes());
        Stream(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// One uniform in [0, 1).
    pub fn uniform(&self, name: &str) -> f64 {
        self.stream(name).uniform()
    }

    /// A seed for per-pixel noise, below 2⁵³ so that JSON carries it.
    pub fn seed(&self, name: &str) -> u64 {
        self.stream(name).bits() >> 11
    }

    /// A permutation of `0..n` (Fisher–Yates from the end).
    pub fn permutation(&self, name: &str, n: usize) -> Vec<usize> {
        self.stream(name).permutation(n)
    }
}

/// Numbers in sequence, for laws that need more than one.
pub struct Stream(ChaCha8Rng);

impl Stream {
    fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A uniform in [0, 1) with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9007199254740992.0)
    }

    /// A whole number in `0..n`, `n` at least 1.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// A permutation of `0..n` (Fisher–Yates from the end).
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i, self.below(i + 1));
        }
        order
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        crate::math::normal_quantile(self.uniform())
    }

    /// A gamma number of shape `a` > 0 and scale 1 (Marsaglia and Tsang 2000).
    pub fn gamma(&mut self, a: f64) -> f64 {
        if a < 1.0 {
            let boost = crate::math::pow(1.0 - self.uniform(), 1.0 / a);
            return self.gamma(a + 1.0) * boost;
        }
        let d = a - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = 1.0 - self.uniform();
            if crate::math::ln(u) < 0.5 * x * x + d - d * v + d * crate::math::ln(v) {
                return d * v;
            }
        }
    }

    /// Shares that sum to 1, by the symmetric Dirichlet law of concentration `alpha`.
    pub fn dirichlet(&mut self, alpha: f64, n: usize) -> Vec<f64> {
        let mut parts: Vec<f64> = (0..n).map(|_| self.gamma(alpha)).collect();
        let total: f64 = parts.iter().sum();
        for p in &mut parts {
            *p = if total > 0.0 {
                *p / total
            } else {
                1.0 / n as f64
            };
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_key_matters() {
        let base = Dice::new(7, "cat", 0)
            .at("rotate", &[])
            .uniform("angle_deg");
        let others = [
            Dice::new(8, "cat", 0)
                .at("rotate", &[])
                .uniform("angle_deg"),
            Dice::new(7, "cow", 0)
                .at("rotate", &[])
                .uniform("angle_deg"),
            Dice::new(7, "cat", 1)
                .at("rotate", &[])
                .uniform("angle_deg"),
            Dice::new(7, "cat", 0)
                .at("rotatea", &[])
                .uniform("ngle_deg"),
            Dice::new(7, "cat", 0)
                .at("rotate", &[0])
                .uniform("angle_deg"),
            Dice::new(7, "cat", 0).at("rotate", &[]).uniform("p"),
        ];
        for o in others {
            assert_ne!(base, o);
        }
    }

    #[test]
    fn gamma_has_its_moments() {
        for a in [0.3, 1.0, 4.5] {
            let mut s = Dice::new(1, "", 0).at("g", &[]).stream("x");
            let n = 40_000;
            let v: Vec<f64> = (0..n).map(|_| s.gamma(a)).collect();
            let mean = v.iter().sum::<f64>() / f64::from(n);
            let var = v.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
            assert!(
                (mean / a - 1.0).abs() < 0.04 && (var / a - 1.0).abs() < 0.1,
                "{a}: {mean} {var}"
            );
        }
    }
}
