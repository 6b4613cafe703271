//! The values of a configuration's resource as `terraform plan` shows them, for output; rules read what is written.

use super::{Operation, Resource};
use crate::eval::Mode;
use crate::schema::{BlockSchema, Schema};
use crate::value::{Kind, Value};
use base64::Engine;
use sha1::{Digest, Sha1};
use std::sync::Arc;

/// Types whose provider keeps a digest of `user_data` (hashicorp/aws 5.100.0, recorded plans).
const DIGESTED: [&str; 2] = ["aws_instance", "aws_launch_configuration"];

impl Resource {
    /// The values with write-only arguments left out and digests where the provider plans these.
    pub fn planned_values(&self, schema: &Schema) -> Value {
        let values = self.values();
        if self.mode != Mode::Managed || self.operation != Operation::Create {
            return values;
        }
        let Some(block) = schema.resource(&self.type_name) else { return values };
        let mut values = without_write_only(&values, &block);
        if DIGESTED.contains(&&*self.type_name)
            && let Kind::Object(entries) = &mut values.kind
            && let Some(text) = entries.get("user_data").and_then(Value::as_str)
        {
            let marks = entries["user_data"].marks;
            let digest = Value::from(digest(text)).with_marks(marks);
            Arc::make_mut(entries).insert("user_data".into(), digest);
        }
        values
    }
}

/// SHA-1 of the data, which may be written in base64.
fn digest(text: &str) -> String {
    // What is a digest already is a plan's.
    if text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return text.to_owned();
    }
    let data = base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
    Sha1::digest(data).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn without_write_only(value: &Value, block: &BlockSchema) -> Value {
    let Kind::Object(entries) = &value.kind else { return value.clone() };
    let shown = entries.iter().map(|(name, entry)| {
        let entry = match (block.attribute(name), block.nested_block(name)) {
            (Some(attribute), _) if attribute.write_only => {
                Value::null_of(attribute.ty.clone()).with_marks(entry.marks)
            }
            (_, Some(nested)) => each(entry, &|element| without_write_only(element, &nested.block)),
            _ => entry.clone(),
        };
        (name.clone(), entry)
    });
    Value { kind: Kind::Object(Arc::new(shown.collect())), marks: value.marks }
}

fn each(value: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
    let all = |elements: &Arc<Vec<Value>>| Arc::new(elements.iter().map(change).collect());
    let kind = match &value.kind {
        Kind::List(ty, elements) => Kind::List(ty.clone(), all(elements)),
        Kind::Set(ty, elements) => Kind::Set(ty.clone(), all(elements)),
        Kind::Object(_) => return change(value),
        _ => return value.clone(),
    };
    Value { kind, marks: value.marks }
}
