//! Values of the settings that are checked as they are read, so that a mistake is told with its file and line.

use super::home::{account_id, product_arn, region};
use crate::rules::Severity;
use serde::de::{Deserialize, Deserializer, Error};

macro_rules! checked {
    ($($(#[$text:meta])* $name:ident = $check:path;)*) => {$(
        $(#[$text])*
        #[derive(Clone, Debug)]
        pub struct $name(pub String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<$name, D::Error> {
                let text = String::deserialize(input)?;
                $check(&text).map($name).map_err(D::Error::custom)
            }
        }

        impl From<$name> for Option<String> {
            fn from(value: $name) -> Option<String> {
                Some(value.0)
            }
        }
    )*};
}

checked! {
    /// A severity.
    SeverityName = severity;
    /// The id of an account.
    AccountId = account_id;
    /// A Region.
    Region = region;
    /// The ARN of a product of Security Hub.
    ProductArn = product_arn;
}

fn severity(word: &str) -> Result<String, String> {
    let known = Severity::parse(word).map(|_| word.to_owned());
    known.ok_or_else(|| format!("`{word}` is none of {}", Severity::WORDS.join(", ")))
}
