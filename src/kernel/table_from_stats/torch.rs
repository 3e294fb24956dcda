//! torchvision 0.29 on uint8 tensors: `equalize_image`, `autocontrast_image`,
//! `adjust_contrast_image`.

use super::{Rule, pil};
use crate::blend::torch_sample;
use crate::quantise::truncate;
use crate::reduce::Stats;
use crate::table::{Lut, Table};

pub(super) fn run(rule: &Rule, stats: &Stats) -> Table {
    match *rule {
        // Written after Pillow's, and the same.
        Rule::Equalize | Rule::EqualizeOther { .. } => pil::run(rule, stats),
        // Takes no cut-offs.
        Rule::Autocontrast { .. } => Table {
            lut: (0..stats.hist.len())
                .map(|c| autocontrast(stats.range(c)))
                .collect(),
        },
        Rule::Contrast { factor } => {
            let mean = stats.sum(0) as f32 / stats.count(0).max(1) as f32;
            Table::all(Lut::from_fn(|v| torch_sample(mean, v, factor)))
        }
        // Other libraries' own.
        _ => Table::all(Lut::identity()),
    }
}

fn autocontrast(range: Option<(u8, u8)>) -> Lut {
    match range {
        Some((low, high)) if low < high => {
            let (low, high) = (f32::from(low), f32::from(high));
            let step = (high - low) * (1.0 / 255.0) as f32;
            Lut::from_fn(|v| truncate((f32::from(v) - low) / step))
        }
        _ => Lut::identity(),
    }
}

#[cfg(test)]
mod tests {
    use crate::color::{self, Color, What};
    use crate::golden;
    use crate::table_from_stats::{Rule, TableFromStats, run};
    use crate::{Dialect, reduce, table};

    const DIALECT: Dialect = Dialect::Torch;

    #[test]
    fn equalize_and_autocontrast_equal_torchvision() {
        let autocontrast = Rule::Autocontrast {
            cutoff_low_pct: 0.0,
            cutoff_high_pct: 0.0,
        };
        for (op, rule) in [("equalize", Rule::Equalize), ("autocontrast", autocontrast)] {
            golden::check(&golden::cases(op, "torch"), 0.0, 0, |case| {
                let p = TableFromStats {
                    rule: rule.clone(),
                    dialect: DIALECT,
                };
                table::run(&run(&p, &reduce::run(&case.input)), &case.input)
            });
        }
    }

    #[test]
    fn contrast_equals_torchvision() {
        golden::check(&golden::cases("contrast", "torch"), 0.0, 0, |case| {
            let grey = Color {
                what: What::Grey,
                dialect: DIALECT,
            };
            let stats = reduce::run(&color::run(&grey, &case.input));
            let p = TableFromStats {
                rule: Rule::Contrast {
                    factor: case.number("factor"),
                },
                dialect: DIALECT,
            };
            table::run(&run(&p, &stats), &case.input)
        });
    }
}
