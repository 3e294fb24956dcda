//! Arguments of weather classes that are no plain parameter.

use serde_json::json;

use super::{Keys, Writer};
use crate::export::named::{find, word};
use crate::param::{Args, Value};

impl Writer {
    pub(super) fn random_rain(&mut self, args: &Args, keys: &mut Keys) {
        if *find(args, "length_px") != Value::Absent {
            let length = self.constant(args, "length_px") as i64;
            keys.insert("drop_length".into(), json!(length));
        }
    }
}

pub(super) fn spatter(args: &Args, keys: &mut Keys) {
    let colour = match word(args, "mode") {
        "mud" => find(args, "mud_colour"),
        _ => find(args, "rain_colour"),
    };
    if let Value::Color(colour) = colour {
        keys.insert("color".into(), json!(colour));
    }
}
