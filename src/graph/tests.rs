use super::*;
use crate::value::{Reference, Type, Unknown, Value};

fn provider() -> Arc<ProviderConfig> {
    let source = "registry.terraform.io/hashicorp/aws";
    Arc::new(ProviderConfig {
        address: ProviderConfig::address_of("", source, None),
        name: "aws".into(),
        alias: None,
        source: source.into(),
        module: "".into(),
        values: Value::object([("region", Value::from("eu-west-1"))]),
        location: None,
        own_region: false,
    })
}

fn resource(name: &str, index: Option<i64>, values: Value) -> Resource {
    let index = index.map(InstanceKey::Int);
    let key = index.as_ref().map_or(String::new(), InstanceKey::to_string);
    Resource {
        address: format!("aws_thing.{name}{key}").into(),
        mode: Mode::Managed,
        type_name: "aws_thing".into(),
        name: name.into(),
        index,
        module: "".into(),
        provider: provider(),
        operation: Operation::Create,
        moved_from: None,
        deposed: None,
        imported: false,
        assumed: false,
        location: None,
        content: Content::ready(values, None, Vec::new()),
    }
}

fn reference(address: &str) -> Value {
    Unknown::of_reference(Type::String, Reference { address: address.into(), path: "id".into() }).into()
}

#[test]
fn edges_come_from_references_in_values() {
    let user = Value::object([("single", reference("aws_thing.a[1]")), ("all", reference("aws_thing.a"))]);
    let resources = vec![
        resource("b", None, user),
        resource("a", Some(10), Value::object([("x", Value::null())])),
        resource("a", Some(1), Value::null()),
    ];
    let graph = Graph::new(Origin::Configuration, resources, Vec::new(), Vec::new());
    let addresses: Vec<&str> = graph.resources().map(|(_, resource)| &*resource.address).collect();
    assert_eq!(addresses, ["aws_thing.a[1]", "aws_thing.a[10]", "aws_thing.b"]);
    let edges: Vec<(u32, &str, bool)> =
        graph.edges().iter().map(|edge| (edge.to.0, &*edge.attribute, edge.exact)).collect();
    assert_eq!(edges, [(0, "all", false), (0, "single", true), (1, "all", false)]);
    assert_eq!(graph.edges_to(ResourceId(0)).count(), 2);
    assert_eq!(graph.edges_from(ResourceId(2)).len(), 3);
    assert_eq!(graph.edges_from(ResourceId(0)).len(), 0);
}

#[test]
fn keys_are_written_and_cut_off() {
    let key = InstanceKey::String("a\"]${b}\\".into());
    assert_eq!(key.to_string(), r#"["a\"]$${b}\\"]"#);
    assert_eq!(resource_of(&format!("module.m[\"x\"].aws_thing.a{key}")), "module.m[\"x\"].aws_thing.a");
    assert_eq!(resource_of("module.m[\"x\"].aws_thing.a"), "module.m[\"x\"].aws_thing.a");
}

#[test]
fn accounts_are_read_from_provider_configurations() {
    let role = Value::object([("role_arn", Value::from("arn:aws:iam::123456789012:role/x"))]);
    let mut config = (*provider()).clone();
    assert_eq!(config.account_id(), None);
    config.values = Value::object([("assume_role", Value::tuple(vec![role]))]);
    assert_eq!(config.account_id(), Some("123456789012"));
}
