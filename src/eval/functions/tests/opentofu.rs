//! Functions that only OpenTofu has; the expectations are those of its documentation and its own tests.

use super::super::FunctionContext;
use super::call;
use crate::eval::scope::FileAccess;
use crate::value::{Entries, Value, to_json};

/// Knows no files.
pub struct Bare;

impl FunctionContext for Bare {
    fn files(&self) -> Option<&dyn FileAccess> {
        None
    }

    fn working_directory(&self) -> &str {
        "."
    }

    fn render(&self, path: &str, _: &str, _: &Entries) -> Result<Value, String> {
        Err(format!("{path} is not rendered here"))
    }
}

fn check(name: &str, arguments: &[&str], json: Option<&str>) {
    let arguments: Vec<Value> = arguments.iter().map(|text| Value::from(*text)).collect();
    let result = call(name, &arguments, &Bare).expect("a function of this name");
    assert_eq!(result.ok().and_then(|value| to_json(&value)).as_deref(), json, "{name}({arguments:?})");
}

#[test]
fn base64gunzip() {
    check("base64gunzip", &["H4sIAAAAAAAA/ypJLS4BAAAA//8BAAD//wx+f9gEAAAA"], Some("\"test\""));
    check("base64gunzip", &["dGVzdA=="], None);
    check("base64gunzip", &["!"], None);
    check("base64gunzip", &[""], None);
}

#[test]
fn urldecode() {
    check("urldecode", &["abc123-_"], Some("\"abc123-_\""));
    check(
        "urldecode",
        &["foo%3Abar%40localhost%3Ffoo%3Dbar%26bar%3Dbaz"],
        Some("\"foo:bar@localhost?foo=bar\\u0026bar=baz\""),
    );
    check(
        "urldecode",
        &["mailto%3Aemail%3Fsubject%3Dthis%2Bis%2Bmy%2Bsubject"],
        Some("\"mailto:email?subject=this+is+my+subject\""),
    );
    check("urldecode", &["foo+bar"], Some("\"foo bar\""));
    check("urldecode", &["foo%2"], None);
    check("urldecode", &["%zz"], None);
}

#[test]
fn cidrcontains() {
    check("cidrcontains", &["192.168.2.0/20", "192.168.2.1"], Some("true"));
    check("cidrcontains", &["192.168.2.0/20", "192.168.2.0/22"], Some("true"));
    check("cidrcontains", &["192.168.2.0/20", "192.126.2.1"], Some("false"));
    check("cidrcontains", &["192.168.2.0/20", "192.126.2.0/18"], Some("false"));
    check("cidrcontains", &["192.168.2.0/22", "192.168.2.0/20"], Some("false"));
    check("cidrcontains", &["fe80::/48", "fe80::1"], Some("true"));
    check("cidrcontains", &["fe80::/48", "fe81::/64"], Some("false"));
    check("cidrcontains", &["192.168.2.0/20", "fe80::1"], None);
    check("cidrcontains", &["not-a-cidr", "192.168.2.1"], None);
    check("cidrcontains", &["192.168.2.0/20", "x"], None);
}

#[test]
fn files_that_nobody_may_read_are_unknown() {
    for name in ["file", "filebase64", "filemd5", "fileexists"] {
        let value = call(name, &["x".into()], &Bare).expect("a function").expect("a value");
        assert_eq!(value.unknowns()[0].blockers[0].to_string(), format!("{name}()"));
    }
}
