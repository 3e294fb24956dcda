//! What blurs and their kin read beyond the table.

use serde_json::{Map, Value as Json, json};

use super::{Data, INTERPOLATIONS, Lone, Node, Reader, law, number};

impl Reader<'_> {
    pub(super) fn blurs(&mut self, out: &mut Map<String, Json>) {
        match self.row.op {
            "motion_blur" => {
                let still = matches!(self.value("allow_shifted").data, Data::Bool(false));
                for name in ["shift_x", "shift_y"] {
                    let shift = if still { number(0.0) } else { json!([-1, 1]) };
                    out.insert(name.into(), shift);
                }
            }
            "advanced_blur" => {
                let limit = self.value("beta_limit");
                if let Some((a, b)) = self.ends("beta_limit", &limit, Lone::FromZero) {
                    if !(a < 1.0 && 1.0 < b) && (a, b) != (1.0, 1.0) {
                        self.note("beta_limit", "does not reach around 1");
                    }
                    out.insert("beta".into(), law(a, b));
                }
            }
            "downscale" => {
                let pair = self.value("interpolation_pair");
                for way in ["down", "up"] {
                    let key = format!("{way}scale");
                    let code = pair.get(&key).cloned();
                    let code = code.unwrap_or_else(|| Node::new(Data::Null));
                    let param = format!("{way}_interpolation");
                    self.coded("interpolation_pair", &code, INTERPOLATIONS, &param, out);
                }
            }
            _ => {}
        }
    }
}
