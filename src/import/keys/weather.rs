//! Arguments of weather classes that are no plain parameter.

use serde_json::Value as Json;

use super::{Reader, Step, numbers};
use crate::param::tidy;
use crate::policy::text::Data;

impl Reader<'_> {
    pub(super) fn random_rain(&mut self, out: &mut Step) {
        match self.value("drop_length").data {
            Data::Null => {}
            Data::Num(n) if n.is_finite() => drop(out.insert("length_px".into(), tidy(n))),
            _ => self.note("drop_length", "is not a number; augplay's default is taken"),
        }
    }

    /// One colour, whatever the mode; without one the mode's own.
    pub(super) fn spatter(&mut self, out: &mut Step) {
        let mud = matches!(&self.value("mode").data, Data::Text(mode) if mode == "mud");
        let param = if mud { "mud_colour" } else { "rain_colour" };
        let Some(given) = self.from.get("color") else {
            return;
        };
        match numbers(given).filter(|levels| levels.len() == 3) {
            Some(levels) => {
                let levels: Vec<Json> = levels.into_iter().map(tidy).collect();
                out.insert(param.into(), Json::Array(levels));
            }
            None if matches!(given.data, Data::Null) => {}
            None => self.note("color", "is not three levels; augplay's default is taken"),
        }
    }
}
