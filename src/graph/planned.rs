//! The values of a configuration's resource as `terraform plan` shows them, for output; rules read what is written.

use super::{Operation, Resource};
use crate::eval::functions::sha1_hex;
use crate::eval::{Mode, keeps_digest};
use crate::schema::Schema;
use crate::value::{Kind, Value};
use base64::Engine;
use std::sync::Arc;

impl Resource {
    /// The values with write-only arguments left out and digests where the provider plans these.
    pub fn planned_values(&self, schema: &Schema) -> Value {
        let values = self.values();
        let made = self.operation == Operation::Create;
        // A plan's other objects may have their user data from its source.
        if self.mode != Mode::Managed || !made && self.location.is_none() {
            return values;
        }
        let Some(block) = schema.resource(&self.type_name) else { return values };
        let mut values = block.with_attributes(&values, &|attribute, value| match attribute.write_only && made {
            true => Value::null_of(attribute.ty.clone()).with_marks(value.marks),
            false => value.clone(),
        });
        if keeps_digest(&self.type_name, "user_data")
            && let Kind::Object(entries) = &mut values.kind
            && let Some(entry) = entries.get("user_data")
            && let Some(text) = entry.as_str()
        {
            let digest = Value::from(digest(text)).with_marks(entry.marks);
            Arc::make_mut(entries).insert("user_data".into(), digest);
        }
        values
    }
}

/// SHA-1 of the data, which may be written in base64.
pub(super) fn digest(text: &str) -> String {
    // What is a digest already is a plan's.
    if text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return text.to_owned();
    }
    let data = base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
    sha1_hex(&data)
}
