use super::*;
use crate::value::Type;
use std::process::Command;

/// With Terraform: `TFMEND_BLESS=1 cargo test schema:: -- --ignored` writes the embedded file, without the variable compares it.
#[test]
#[ignore = "needs Terraform and the AWS provider"]
fn builtin_is_recorded() {
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = std::env::temp_dir().join(format!("tfmend-schema-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(format!("{root}/testdata/schema/main.tf"), folder.join("main.tf")).unwrap();
    let terraform = |arguments: &[&str]| {
        let output = Command::new("terraform").args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    terraform(&["init", "-backend=false"]);
    let json = terraform(&["providers", "schema", "-json"]);
    std::fs::remove_dir_all(&folder).unwrap();
    let encoded = compact::encode(&import::read(&json).unwrap());
    let path = format!("{root}/src/schema/builtin.bin");
    if std::env::var_os("TFMEND_BLESS").is_some() {
        std::fs::write(&path, &encoded).unwrap();
    }
    assert!(std::fs::read(path).unwrap() == encoded, "src/schema/builtin.bin is not what the generator makes");
}

/// Everything in the embedded file decodes, and encodes to the same bytes again.
#[test]
fn builtin_is_what_the_encoder_writes() {
    let schema = Schema::builtin();
    let section = |section| {
        let names: Vec<&str> = schema.builtin.names(section).collect();
        names.into_iter().map(|name| (name.into(), schema.builtin.find(section, name).unwrap())).collect()
    };
    let catalogue = import::Catalogue {
        resources: section(Section::Resources),
        data_sources: section(Section::DataSources),
        ephemerals: section(Section::Ephemerals),
        providers: section(Section::Providers),
    };
    let bytes = include_bytes!("builtin.bin");
    assert!(compact::encode(&catalogue) == bytes);
    assert!(bytes.len() < 1_500_000);
}

#[test]
fn attributes_have_their_flags_and_types() {
    let schema = Schema::builtin();
    let volume = schema.resource("aws_ebs_volume").unwrap();
    let encrypted = volume.attribute("encrypted").unwrap();
    assert_eq!((&encrypted.ty, encrypted.optional, encrypted.computed), (&Type::Bool, true, true));
    assert!(volume.attribute("availability_zone").unwrap().required);
    assert!(schema.resource("aws_db_instance").unwrap().attribute("password").unwrap().sensitive);
    assert!(schema.resource("aws_db_instance").unwrap().attribute("password_wo").unwrap().write_only);
    let launch_template = schema.resource("aws_launch_template").unwrap();
    let device = launch_template.nested_block("block_device_mappings").unwrap();
    assert_eq!(device.nesting, Nesting::List);
    assert_eq!(device.block.nested_block("ebs").unwrap().max_items, 1);
    assert!(schema.resource("aws_nothing").is_none());
    assert!(schema.data_source("aws_iam_policy_document").unwrap().nested_block("statement").is_some());
    assert!(schema.resource("terraform_data").is_some());
    assert!(schema.data_source("terraform_remote_state").is_some());
    assert!(schema.provider("registry.terraform.io/hashicorp/aws").unwrap().nested_block("assume_role").is_some());
    assert!(schema.resource_types().len() > 1500);
}

#[test]
fn blocks_imply_a_type() {
    let group = Schema::builtin().resource("aws_security_group").unwrap();
    let ingress = group.attribute("ingress").unwrap();
    assert!(ingress.accepts_blocks());
    let Type::Object(attributes) = group.implied_type() else { panic!("a block is an object") };
    assert_eq!(attributes["ingress"].ty, ingress.ty);
    assert_eq!(attributes["name"].ty, Type::String);
    assert!(matches!(attributes["timeouts"].ty, Type::Object(_)));
}

#[test]
fn paths_are_followed_and_slips_are_noticed() {
    let schema = Schema::builtin();
    let versioning = schema.resource("aws_s3_bucket_versioning").unwrap();
    assert_eq!(versioning.path("versioning_configuration.status").unwrap().ty(), Type::String);
    assert!(matches!(versioning.path("versioning_configuration").unwrap(), Member::Block(_)));
    assert!(versioning.path("versioning_configuration[0].status").is_ok());
    let error = versioning.path("versioning_configuration.statsu").unwrap_err();
    assert_eq!(
        error.to_string(),
        "no attribute or block \"statsu\" in versioning_configuration; did you mean \"status\"?"
    );
    let group = schema.resource("aws_security_group").unwrap();
    assert_eq!(group.path("ingress[*].cidr_blocks").unwrap().ty(), Type::list(Type::String));
    assert_eq!(group.path("ingres").unwrap_err().suggestion.as_deref(), Some("ingress"));
    assert!(group.path("tags.Name").is_ok());
    assert!(group.path("name.x").is_err());
}

#[test]
fn an_import_comes_before_the_builtin_schema() {
    let json = br#"{"format_version": "1.0", "provider_schemas": {"registry.terraform.io/hashicorp/aws": {
        "provider": {"version": 0, "block": {}},
        "resource_schemas": {"aws_new": {"version": 1, "block": {"attributes": {
            "settings": {"nested_type": {"attributes": {"mode": {"type": "string", "optional": true}}, "nesting_mode": "list"}, "optional": true}}}}}}}}"#;
    let schema = Schema::import(json).unwrap();
    let new = schema.resource("aws_new").unwrap();
    assert_eq!(new.attribute("settings").unwrap().ty, Type::list(Type::object([("mode", Type::String)])));
    assert!(schema.resource("aws_ebs_volume").is_some());
    assert!(Schema::import(b"{}").is_err());
    assert!(Schema::import(b"[").is_err());
    assert!(Schema::import(br#"{"format_version": "9.0"}"#).is_err());
}
