use super::*;

fn error(bytes: &[u8]) -> PlanError {
    read(bytes.to_vec()).unwrap_err()
}

const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.11.4", "complete": false, "resource_changes": [
    {"address": "module.m[\"a\"].aws_x.y[0]", "module_address": "module.m[\"a\"]", "mode": "managed", "type": "aws_x", "name": "y", "index": 0,
     "provider_name": "registry.terraform.io/hashicorp/aws",
     "change": {"actions": ["delete", "create"], "before": {"a": "\u00e9"}, "after": {"a": 1.5}, "after_unknown": {"b": true}, "before_sensitive": false, "after_sensitive": {}}}],
    "prior_state": {"format_version": "1.0", "values": {"root_module": {"child_modules": [{"address": "module.m", "resources": [
        {"address": "module.m.data.aws_d.d", "mode": "data", "type": "aws_d", "name": "d", "values": {"id": "1"}}]}]}}},
    "configuration": {"root_module": {"variables": {"v": {"default": null}, "w": {}}, "module_calls": {"m": {"source": "./m", "module": {
        "resources": [{"address": "aws_x.y", "mode": "managed", "type": "aws_x", "name": "y", "provider_config_key": "aws", "expressions": {"a": {"constant_value": null}}}]}}}}}}"#;

#[test]
fn a_plan_is_read() {
    let document = read(PLAN.into()).unwrap();
    assert_eq!((document.kind, document.complete, document.errored), (DocumentKind::Plan, Some(false), false));
    let change = &document.changes[0];
    assert_eq!(change.object.index, Some(Index::Int(0)));
    assert_eq!(&*change.object.module, "module.m[\"a\"]");
    assert!(change.does("create") && change.does("delete") && !change.does("update"));
    assert_eq!(change.before.unwrap().json(&document.text).get("a").unwrap().as_str(), Some("é"));
    assert_eq!(&*document.prior[0].object.module, "module.m");
    let modules = &document.configuration.modules;
    assert_eq!((&*modules[1].path, modules[1].parent, modules[0].calls["m"].module), ("m", Some(0), Some(1)));
    assert!(modules[0].variables["v"].default.is_some() && modules[0].variables["w"].default.is_none());
}

#[test]
fn encodings_of_windows_are_read() {
    let utf16: Vec<u8> = PLAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read([&[0xFF, 0xFE], &utf16[..]].concat()).unwrap().changes.len(), 1);
    assert_eq!(read(utf16).unwrap().changes.len(), 1);
    assert_eq!(read([&[0xEF, 0xBB, 0xBF], PLAN.as_bytes()].concat()).unwrap().changes.len(), 1);
}

#[test]
fn odd_but_legal_documents_are_read() {
    let odd = [
        r#"{"format_version": "1.0"}"#,
        r#"{"format_version": "1.0", "values": null, "terraform_version": "1.5.0"}"#,
        r#"{"format_version": "0.1", "planned_values": {}, "resource_changes": null, "configuration": null}"#,
        r#"{"format_version": "1.2", "planned_values": {"root_module": {"resources": null, "child_modules": []}}, "prior_state": null, "variables": null, "resource_drift": null, "checks": null}"#,
        r#"{"resource_changes": [null, {}, {"change": {}}, {"change": {"actions": null}, "index": null}]}"#,
        r#"{"format_version": "1.2", "resource_changes": [{"address": "a.b", "change": {"actions": ["no-op"], "after": false, "after_unknown": true}}]}"#,
    ];
    for text in odd {
        let document = read(text.into()).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(document.changes.iter().all(|change| !change.does("delete")));
    }
}

#[test]
fn what_is_no_plan_is_named() {
    assert_eq!(error(b""), PlanError::Empty);
    assert_eq!(error(b" \n"), PlanError::Empty);
    assert_eq!(error(b"PK\x03\x04\x14\0"), PlanError::Binary);
    assert_eq!(error(b"{\"a\": \"\xFF\"}"), PlanError::NotText(7));
    assert!(matches!(error(&PLAN.as_bytes()[..PLAN.len() / 2]), PlanError::Truncated { .. }));
    assert!(matches!(error(b"{\"a\" 1}"), PlanError::NotJson { line: 1, column: 6, .. }));
    assert!(matches!(error(b"[]"), PlanError::NotAPlan(_)));
    assert!(matches!(error(b"resource \"x\" {}"), PlanError::NotAPlan(_)));
    assert!(matches!(error(b"{}"), PlanError::NotAPlan(_)));
    let newer = br#"{"format_version": "2.0", "resource_changes": []}"#;
    assert_eq!(error(newer), PlanError::NewerFormat("2.0".into()));
    let log = error(b"{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n").to_string();
    assert!(log.contains("the log of"), "{log}");
    let state = error(br#"{"version": 3, "lineage": "x", "modules": []}"#).to_string();
    assert!(state.contains("a state file of version 3"), "{state}");
    let schema = error(br#"{"format_version": "1.0", "provider_schemas": {}}"#).to_string();
    assert!(schema.contains("provider schema"), "{schema}");
}

#[test]
fn depth_is_no_danger() {
    let deep = format!(
        r#"{{"format_version": "1.0", "resource_changes": [{{"change": {{"after": {}1{}}}}}]}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let document = read(deep.into()).unwrap();
    assert_eq!(document.changes[0].after.unwrap().json(&document.text), Json::Null);
    let modules = 2_000;
    let state = format!(
        r#"{{"format_version": "1.0", "values": {{"root_module": {}{{}}{}}}}}"#,
        r#"{"child_modules": ["#.repeat(modules),
        "]}".repeat(modules)
    );
    assert_eq!(read(state.into()).unwrap().changes.len(), 0);
}

const STATE: &str = r#"{"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": "x",
    "outputs": {"secret": {"value": "hunter2hunter2", "type": "string", "sensitive": true}, "plain": {"value": 1, "type": "number"}},
    "resources": [
        {"module": "module.m[\"a.b\"]", "mode": "managed", "type": "aws_x", "name": "y", "provider": "module.m.provider[\"registry.terraform.io/hashicorp/aws\"].eu",
         "instances": [
            {"index_key": "k\"${1}", "schema_version": 0, "attributes": {"id": "1", "a": {"b": "c"}}, "sensitive_attributes": [
                [{"type": "get_attr", "value": "a"}, {"type": "get_attr", "value": "b"}],
                [{"type": "get_attr", "value": "l"}, {"type": "index", "value": {"value": 0, "type": "number"}}]]},
            {"index_key": 2, "deposed": "abcd", "attributes_flat": {"id": "2"}}]},
        {"mode": "data", "type": "aws_d", "name": "d", "provider": "provider.aws", "instances": [{"attributes": {"id": "3"}, "sensitive_attributes": []}]}],
    "check_results": null}"#;

#[test]
fn a_raw_state_file_is_read() {
    let document = read(STATE.into()).unwrap();
    assert_eq!((document.kind, document.changes.len()), (DocumentKind::State, 3));
    let [instance, deposed, data] = &document.changes[..] else { unreachable!() };
    assert_eq!(&*instance.object.address, r#"module.m["a.b"].aws_x.y["k\"$${1}"]"#);
    assert_eq!(&*instance.object.provider, "registry.terraform.io/hashicorp/aws");
    let mask = instance.after_sensitive.unwrap().json(&document.text);
    assert!(mask.get("a").unwrap().get("b").unwrap().is_true() && mask.get("l").unwrap().is_true());
    assert_eq!(instance.after.unwrap().json(&document.text).get("id").unwrap().as_str(), Some("1"));
    assert_eq!(
        (&*deposed.object.address, deposed.deposed().map(|key| &**key)),
        (r#"module.m["a.b"].aws_x.y[2]"#, Some("abcd"))
    );
    assert_eq!((&*data.object.address, &*data.object.provider), ("data.aws_d.d", "aws"));
    assert_eq!(document.secrets.len(), 1);
    assert_eq!(document.secrets[0].value.json(&document.text).as_str(), Some("hunter2hunter2"));
}

#[test]
fn only_what_is_named_stays_in_memory() {
    let filler = format!("{{\"root_module\": {{\"resources\": [{}]}}}}", vec!["{}"; 10_000].join(", "));
    let plan = PLAN.replacen("\"complete\"", &format!("\"planned_values\": {filler}, \"complete\""), 1);
    let (whole, document) = (read(PLAN.into()).unwrap(), read(plan.into()).unwrap());
    assert_eq!(whole.text, document.text);
    assert!(document.text.len() < PLAN.len() / 3, "{}", document.text);
    let same = r#"{"format_version": "1.2", "resource_changes": [{"address": "a.b", "change": {"actions": ["no-op"], "before": {"x": [1]}, "after": {"x": [1]}}}]}"#;
    assert_eq!(read(same.into()).unwrap().text, r#"{"x": [1]}"#);
}

/// Plans that were cut down by hand.
#[test]
fn what_is_missing_is_told_from_the_rest() {
    let values = r#"{"format_version": "1.2", "planned_values": {"root_module": {"child_modules": [{"address": "module.m", "resources": [
        {"address": "module.m.aws_x.y[\"a.b\"]", "values": {"a": 1}}, {"type": "aws_x", "name": "z", "mode": "managed", "index": 1, "values": {}}]}]}},
        "prior_state": {"values": {"root_module": {"child_modules": [{"address": "module.m", "resources": [
            {"address": "module.m.aws_x.z[1]", "type": "aws_x", "name": "z", "values": {"b": 1}}, {"address": "module.m.data.aws_d.d", "values": {}}]}]}}}}"#;
    let document = read(values.into()).unwrap();
    let [made, changed] = &document.changes[..] else { panic!("{:?}", document.changes) };
    assert_eq!((&*made.object.type_name, &*made.object.name), ("aws_x", "y"));
    assert!(made.does("create") && made.before.is_none());
    assert_eq!(&*changed.object.address, "module.m.aws_x.z[1]");
    assert!(changed.does("update") && changed.before.is_some());
    let [data] = &document.prior[..] else { panic!("{:?}", document.prior) };
    assert_eq!((data.object.mode, &*data.object.type_name, &*data.object.name), (ObjectMode::Data, "aws_d", "d"));
    let changes = r#"{"resource_changes": [{"address": "aws_x.y", "change": {"after": {"a": 1}}}]}"#;
    assert!(read(changes.into()).unwrap().changes[0].does("create"));
}

/// Errors name a place; none is a panic.
#[test]
fn hostile_documents_are_refused() {
    let wrong = [
        (r#"{"resource_changes": {}}"#, "line 1"),
        (r#"{"resource_changes": [{"change": "x"}]}"#, "line 1"),
        (r#"{"resource_changes": [{"change": {"actions": "create"}}]}"#, "line 1"),
        ("{\"resource_changes\": [],\n\"configuration\": {\"root_module\": {\"resources\": 3}}}", "line 2"),
        (r#"{"planned_values": {"root_module": 3}}"#, "line 1"),
        ("{\"format_version\": \"1.0\",\n \"values\": {\"root_module\": 1}}", "line"),
        (r#"{"version": 4, "resources": [{"instances": 1}]}"#, "line 1"),
        (r#"{"resource_changes": [], "resource_changes": [}"#, "line 1"),
        (r#"{"resource_changes": []} {}"#, "line 1"),
        (r#"{"resource_changes": [1e999999999999]}"#, "line 1"),
    ];
    for (text, place) in wrong {
        let message = error(text.as_bytes()).to_string();
        assert!(message.contains(place), "{text}: {message}");
    }
    for text in [
        r#"{"resource_changes": [], "resource_changes": []}"#,
        r#"{"format_version": "1.0", "values": {}, "values": {}}"#,
    ] {
        assert!(read(text.into()).is_ok(), "{text}");
    }
    let huge = format!(
        r#"{{"resource_changes": [{{"address": "a.b", "change": {{"after": {{"n": {}}}}}}}]}}"#,
        "9".repeat(5000)
    );
    let document = read(huge.into()).unwrap();
    let _ = document.changes[0].after.unwrap().json(&document.text);
}
