//! Laws in the words of formats that know fewer of them.

use crate::policy::law::Law;

/// The most ranges a law is split into.
const MOST: usize = 16;

/// A law as a weighted choice of constants and uniform ranges, where it is one.
pub(crate) fn ranges(law: &Law) -> Option<Vec<(f64, Law)>> {
    match law {
        Law::Const(_) | Law::Uniform(..) => Some(vec![(1.0, law.clone())]),
        Law::Normal { mean, sd, .. } if *sd == 0.0 => {
            Some(vec![(1.0, Law::Const(clip(law, *mean)))])
        }
        Law::Choice(values, weights) if values.len() <= MOST => Some(
            values
                .iter()
                .enumerate()
                .map(|(i, v)| (weights.get(i).copied().unwrap_or(1.0), Law::Const(*v)))
                .filter(|(weight, _)| *weight > 0.0)
                .collect(),
        ),
        Law::Signed(inner) => Some(
            ranges(inner)?
                .into_iter()
                .flat_map(|(weight, law)| [(weight, negative(&law)), (weight, law)])
                .collect(),
        ),
        _ => None,
    }
}

fn clip(law: &Law, v: f64) -> f64 {
    match law {
        Law::Normal {
            clip: Some((a, b)), ..
        } => v.clamp(*a, *b),
        _ => v,
    }
}

fn negative(law: &Law) -> Law {
    match law {
        Law::Uniform(a, b) => Law::Uniform(-b, -a),
        Law::Const(v) if *v == 0.0 => Law::Const(0.0),
        Law::Const(v) => Law::Const(-v),
        other => other.clone(),
    }
}

/// The nearest uniform range: for a Gaussian the one with its mean and variance, within its clip.
pub(crate) fn narrowed(law: &Law) -> (f64, f64) {
    match law {
        Law::Normal { mean, sd, clip } => {
            let half = 3f64.sqrt() * sd;
            let (a, b) = (mean - half, mean + half);
            match clip {
                Some((low, high)) => (a.clamp(*low, *high), b.clamp(*low, *high)),
                None => (a, b),
            }
        }
        Law::Signed(inner) => {
            let (a, b) = narrowed(inner);
            let most = a.abs().max(b.abs());
            (-most, most)
        }
        _ => law.reach(),
    }
}

/// The law for people.
pub(crate) fn say(law: &Law) -> String {
    match law {
        Law::Const(v) => format!("{v}"),
        Law::Uniform(a, b) => format!("uniform {a} to {b}"),
        Law::Normal { mean, sd, clip } => {
            let ends = clip.map_or(String::new(), |(a, b)| format!(" within {a} to {b}"));
            format!("normal, mean {mean}, sd {sd}{ends}")
        }
        Law::LogUniform(a, b) => format!("log-uniform {a} to {b}"),
        Law::Choice(values, _) => format!("a choice of {} values", values.len()),
        Law::Signed(inner) => format!("plus or minus {}", say(inner)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_signs_are_split() {
        let signed = Law::Signed(Box::new(Law::Uniform(1.0, 4.0)));
        assert_eq!(
            ranges(&signed),
            Some(vec![
                (1.0, Law::Uniform(-4.0, -1.0)),
                (1.0, Law::Uniform(1.0, 4.0))
            ])
        );
        let choice = Law::Choice(vec![1.0, 5.0, 9.0], vec![1.0, 0.0, 3.0]);
        assert_eq!(
            ranges(&choice),
            Some(vec![(1.0, Law::Const(1.0)), (3.0, Law::Const(9.0))])
        );
        assert_eq!(ranges(&Law::LogUniform(1.0, 2.0)), None);
    }

    #[test]
    fn a_gaussian_keeps_mean_and_variance() {
        let law = Law::Normal {
            mean: 1.0,
            sd: 2.0,
            clip: None,
        };
        let (a, b) = narrowed(&law);
        assert!((f64::midpoint(a, b) - 1.0).abs() < 1e-12);
        assert!(((b - a) * (b - a) / 12.0 - 4.0).abs() < 1e-9);
    }
}
