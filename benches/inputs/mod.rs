//! Inputs made from seeds: trees like those of teams, and one pathological input of every kind.

use std::fmt::Write as _;
use std::path::Path;

/// Paths and contents.
pub type Files = Vec<(String, Vec<u8>)>;

/// Writes the files below a folder.
pub fn write(folder: &Path, files: &Files) {
    for (path, content) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("below a folder")).expect("a folder can be made");
        std::fs::write(path, content).expect("a file can be written");
    }
}

/// A sequence of numbers from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }
}

/// Files of a root; `@` stands for a number.
const ROOT: [(&str, &str); 5] = [
    (
        "main.tf",
        r#"terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

locals {
  name = "service-@"
  tags = merge(var.tags, { Name = local.name, Owner = "team-@" })
}

module "network" {
  source = "../../modules/network"
  name   = local.name
  cidr   = "10.0.0.0/16"
  zones  = { a = "10.0.1.0/24", b = "10.0.2.0/24" }
  tags   = local.tags
}
"#,
    ),
    (
        "variables.tf",
        r#"variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "tags" {
  description = "Tags of all resources"
  type        = map(string)
  default     = {}
}

variable "volumes" {
  type = map(object({ size = number, encrypted = optional(bool, true) }))
  default = {
    data = { size = 100 }
    logs = { size = 20, encrypted = %FLAG% }
  }
}
"#,
    ),
    (
        "storage.tf",
        r#"resource "aws_ebs_volume" "this" {
  for_each          = var.volumes
  availability_zone = "${var.region}a"
  size              = each.value.size
  encrypted         = each.value.encrypted
  tags              = merge(local.tags, { Name = "${local.name}-${each.key}" })
}

resource "aws_s3_bucket" "logs" {
  bucket = "${local.name}-logs"
  tags   = local.tags
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = %FLAG%
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Enabled"
  }
}
"#,
    ),
    (
        "service.tf",
        r#"resource "aws_security_group" "service" {
  name   = local.name
  vpc_id = module.network.vpc_id

  dynamic "ingress" {
    for_each = toset([443, 80@])
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}

resource "aws_iam_role" "service" {
  name = local.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy" "service" {
  name = local.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = "${aws_s3_bucket.logs.arn}/*" },
    ]
  })
}

resource "aws_db_instance" "this" {
  identifier              = local.name
  engine                  = "postgres"
  instance_class          = "db.t3.medium"
  allocated_storage       = 20
  storage_encrypted       = %FLAG%
  multi_az                = true
  backup_retention_period = 7
  username                = "app"
  manage_master_user_password = true
}
"#,
    ),
    (
        "outputs.tf",
        r#"output "bucket" {
  value = aws_s3_bucket.logs.arn
}

output "volumes" {
  value = { for key, volume in aws_ebs_volume.this : key => volume.id }
}
"#,
    ),
];

const NETWORK: &str = r#"variable "name" { type = string }
variable "cidr" { type = string }
variable "zones" { type = map(string) }
variable "tags" { type = map(string) }

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = merge(var.tags, { Name = var.name })
}

resource "aws_subnet" "this" {
  for_each          = var.zones
  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "eu-west-1${each.key}"
  tags              = var.tags
}

output "vpc_id" { value = aws_vpc.this.id }
output "subnet_ids" { value = [for subnet in aws_subnet.this : subnet.id] }
"#;

/// A repository of about so many files: services of five files each that share a module.
pub fn tree(files: usize) -> Files {
    let mut random = Random(files as u64);
    let mut made: Files = vec![("modules/network/main.tf".to_owned(), NETWORK.into())];
    for number in 0..(files / ROOT.len()).max(1) {
        for (name, text) in ROOT {
            let text = text.replace('@', &number.to_string());
            let text = text.split("%FLAG%").collect::<Vec<_>>().join(random.pick(&["true", "true", "false"]));
            made.push((format!("services/s{number:05}/{name}"), text.into_bytes()));
        }
    }
    made
}

/// So many controls of a team: the shipped example under other names.
pub fn controls(count: usize) -> Files {
    let team = include_str!("../../examples/rules/Team.1.hcl");
    let named = |number: usize| {
        let text = team.replace("\"Team.1\"", &format!("\"Team.{number}\""));
        text.replace("\"bucket-has-owner\"", &format!("\"bucket-has-owner-{number}\"")).into_bytes()
    };
    (1..=count).map(|number| (format!("Team.{number}.hcl"), named(number))).collect()
}

/// A root of modules that call each other, so many deep.
pub fn modules(depth: usize) -> Files {
    let mut made = Files::new();
    for level in 0..depth {
        let next = level + 1;
        let mut text = format!("variable \"name\" {{ default = \"m{level}\" }}\n");
        if next < depth {
            let _ = write!(
                text,
                "module \"next\" {{\n  source = \"../m{next:03}\"\n  name   = \"${{var.name}}-{next}\"\n}}\n"
            );
        }
        text += "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"eu-west-1a\"\n  size = 1\n  encrypted = true\n  tags = { Name = var.name }\n}\n";
        made.push((format!("m{level:03}/main.tf"), text.into_bytes()));
    }
    made
}

fn main_tf(text: String) -> Files {
    vec![("main.tf".to_owned(), text.into_bytes())]
}

fn volume(name: &str, rest: &str) -> String {
    format!("resource \"aws_ebs_volume\" \"{name}\" {{\n  availability_zone = \"eu-west-1a\"\n  size = 1\n{rest}}}\n")
}

/// So many instances of one resource that passes.
pub fn instances(count: usize) -> Files {
    main_tf(volume("v", &format!("  encrypted = true\n  count = {count}\n")))
}

/// So many resources in one file that fail.
pub fn findings(count: usize) -> Files {
    main_tf((0..count).map(|number| volume(&format!("v{number}"), "")).collect())
}

/// A pathological input.
pub struct Hostile {
    pub name: &'static str,
    /// What the table is made with, and what a test can wait for.
    pub full: usize,
    pub small: usize,
    pub make: fn(usize) -> Files,
    /// What is linted; the folder when empty.
    pub path: &'static str,
    /// Words of the limit that is reached, when there is one.
    pub limit: &'static str,
}

const fn case(name: &'static str, full: usize, small: usize, make: fn(usize) -> Files) -> Hostile {
    Hostile { name, full, small, make, path: "", limit: "" }
}

impl Hostile {
    const fn reaches(self, limit: &'static str) -> Hostile {
        Hostile { limit, ..self }
    }

    const fn at(self, path: &'static str) -> Hostile {
        Hostile { path, ..self }
    }
}

/// One of every kind.
pub const HOSTILE: &[Hostile] = &[
    case("file of so many bytes", 50_000_000, 200_000, large_file),
    case("object of so many keys", 32_000, 500, wide_object),
    case("lists in lists, so deep", 10_000, 10_000, nested_lists).reaches("nested deeper than 10,000 levels"),
    case("templates in templates, so deep", 10_000, 2_000, nested_templates),
    case("operators in a row", 100_000, 2_000, operators),
    case("blocks in blocks, so deep", 10_000, 1_000, nested_blocks),
    case("`for` over `range` in `for`, of so many each", 1_000, 1_000, loops)
        .reaches("a value with more than a million parts"),
    case("instances by `count`", 100_000, 300, instances),
    case("instances by `for_each`", 100_000, 300, for_each),
    case("more instances than anybody has", 2_000_000, 2_000_000, instances)
        .reaches("a whole number from 0 to 1000000"),
    case("findings in one file", 10_000, 60, findings),
    case("resources that refer to each other in a chain", 5_000, 300, chain),
    case("locals in a chain", 100_000, 2_000, locals_chain),
    case("locals that double a list", 60, 60, doubled_lists).reaches("a value with more than a million parts"),
    case("locals that double a text", 60, 60, doubled_texts).reaches("more than 64 MB"),
    case("calls that double an unknown text", 60, 60, doubled_unknowns),
    case("heredoc of so many bytes", 20_000_000, 100_000, heredoc),
    case("comments of so many bytes", 20_000_000, 100_000, comments),
    case("suppressions in one file", 10_000, 100, suppressions),
    case("YAML that doubles itself", 30, 30, yaml_bomb).reaches("more than 10 million steps"),
    case("regular expression of repetitions", 1_000, 1_000, regex_size).reaches("expression too large"),
    case("regular expression that backtracks elsewhere", 50_000, 1_000, regex_backtracking),
    case("templatefile that renders itself", 2, 2, template_recursion)
        .reaches("templates nested deeper than 100 levels"),
    case("module that calls itself", 1, 1, module_cycle).reaches("calls itself"),
    case("modules that call each other twice", 20, 18, module_doubling)
        .reaches("more than 100000 instances of modules"),
    case("modules so deep", 200, 80, deep_modules).at("m000").reaches("more than 64 modules deep"),
    case("small files", 100_000, 200, small_files),
    case("plan nested so deep", 100_000, 5_000, deep_plan).at("plan.json"),
    case("plan with an array of so many numbers", 2_000_000, 10_000, wide_plan).at("plan.json"),
    case("plan with so many resources", 50_000, 100, many_changes).at("plan.json"),
];

fn large_file(bytes: usize) -> Files {
    let mut text = String::with_capacity(bytes + 1000);
    let mut number = 0;
    while text.len() < bytes {
        let _ = write!(
            text,
            "locals {{\n  # The networks of site {number}.\n  site_{number} = {{\n    name = \"site-{number}\"\n    networks = [for index in \
             range(4) : cidrsubnet(\"10.0.0.0/16\", 4, index)]\n    tags = merge(local.base, {{ Site = \"${{var.prefix}}-{number}\" }})\n  }}\n}}\n"
        );
        number += 1;
    }
    text += "locals {\n  base = {}\n}\nvariable \"prefix\" { default = \"p\" }\n";
    main_tf(text + &volume("v", ""))
}

fn wide_object(keys: usize) -> Files {
    let entries: String = (0..keys).map(|key| format!("    key_{key} = {key}\n")).collect();
    main_tf(format!(
        "locals {{\n  wide = {{\n{entries}  }}\n}}\n{}",
        volume("v", "  tags = { a = local.wide.key_7 }\n")
    ))
}

fn nested_lists(depth: usize) -> Files {
    let (open, close) = ("[".repeat(depth + 1), "]".repeat(depth + 1));
    main_tf(format!(
        "locals {{\n  deep = {open}1{close}\n}}\n{}",
        volume("v", "  tags = { a = jsonencode(local.deep) }\n")
    ))
}

fn nested_templates(depth: usize) -> Files {
    let (open, close) = ("\"${".repeat(depth), "}\"".repeat(depth));
    main_tf(volume("v", &format!("  tags = {{ a = {open}1{close} }}\n")))
}

fn operators(count: usize) -> Files {
    main_tf(volume("v", &format!("  iops = 1{}\n", " + 1".repeat(count))))
}

fn nested_blocks(depth: usize) -> Files {
    main_tf(format!("{}{}", "a {\n".repeat(depth), "}\n".repeat(depth)) + &volume("v", ""))
}

fn loops(each: usize) -> Files {
    let text = format!(
        "  iops = length([for a in range({each}) : [for b in range({each}) : [for c in range({each}) : a]]])\n"
    );
    main_tf(volume("v", &text))
}

fn for_each(count: usize) -> Files {
    let side = (count as f64).sqrt().ceil() as usize;
    let text = format!(
        "  encrypted = true\n  for_each = toset([for pair in setproduct(range({side}), range({})) : \"${{pair[0]}}-${{pair[1]}}\"])\n",
        count.div_ceil(side)
    );
    main_tf(volume("v", &text))
}

fn chain(count: usize) -> Files {
    let next = |number: usize| match number {
        0 => volume("v0", "  encrypted = true\n"),
        _ => volume(
            &format!("v{number}"),
            &format!("  encrypted = true\n  tags = {{ a = aws_ebs_volume.v{}.tags.a }}\n", number - 1),
        ),
    };
    main_tf((0..count).map(next).collect())
}

fn locals_chain(count: usize) -> Files {
    let locals: String = (1..count).map(|number| format!("  l{number} = local.l{}\n", number - 1)).collect();
    main_tf(format!("locals {{\n  l0 = 1\n{locals}}}\n{}", volume("v", &format!("  iops = local.l{}\n", count - 1))))
}

fn doubled(count: usize, first: &str, next: impl Fn(usize) -> String, last: &str) -> Files {
    let locals: String = (1..count).map(|number| format!("  l{number} = {}\n", next(number - 1))).collect();
    main_tf(format!("locals {{\n  l0 = {first}\n{locals}}}\n{}", volume("v", &format!("  tags = {{ a = {last} }}\n"))))
}

fn doubled_lists(count: usize) -> Files {
    let last = format!("jsonencode(local.l{})", count - 1);
    doubled(count, "[1]", |before| format!("[local.l{before}, local.l{before}]"), &last)
}

fn doubled_texts(count: usize) -> Files {
    let last = format!("local.l{}", count - 1);
    doubled(count, "\"text\"", |before| format!("\"${{local.l{before}}}${{local.l{before}}}\""), &last)
}

fn doubled_unknowns(count: usize) -> Files {
    let last = format!("\"${{local.l{}}}\"", count - 1);
    let mut files = doubled(
        count,
        "\"x-${aws_ebs_volume.other.id}\"",
        |before| format!("join(\"-\", [local.l{before}, local.l{before}])"),
        &last,
    );
    files[0].1.extend(b"resource \"aws_ebs_volume\" \"other\" {\n  availability_zone = \"a\"\n}\n");
    files
}

fn heredoc(bytes: usize) -> Files {
    let lines = "  a line with ${var.x} in it\n".repeat(bytes / 29);
    main_tf(
        format!("variable \"x\" {{ default = \"y\" }}\nlocals {{\n  text = <<-EOT\n{lines}  EOT\n}}\n")
            + &volume("v", "  tags = { a = local.text }\n"),
    )
}

fn comments(bytes: usize) -> Files {
    main_tf("# a comment\n".repeat(bytes / 12) + &volume("v", ""))
}

fn suppressions(count: usize) -> Files {
    let one =
        |number: usize| volume(&format!("v{number}"), "").replacen('\n', " # tfmend:ignore EC2.3 reason=\"x\"\n", 1);
    main_tf((0..count).map(one).collect())
}

fn yaml_bomb(levels: usize) -> Files {
    let mut yaml = "a0: &a0 [x, x]\\n".to_owned();
    for level in 1..levels {
        let _ = write!(yaml, "a{level}: &a{level} [*a{0}, *a{0}]\\n", level - 1);
    }
    main_tf(volume("v", &format!("  iops = length(yamldecode(\"{yaml}\"))\n")))
}

fn regex_size(times: usize) -> Files {
    main_tf(volume("v", &format!("  tags = {{ a = regex(\"((a{{{times}}}){{{times}}}){{{times}}}\", \"aaa\") }}\n")))
}

fn regex_backtracking(length: usize) -> Files {
    main_tf(volume("v", &format!("  tags = {{ a = regex(\"(a*)*(a|aa)*$\", \"{}\")[0] }}\n", "a".repeat(length))))
}

fn template_recursion(times: usize) -> Files {
    let mut files = main_tf(volume("v", "  tags = { a = templatefile(\"t.tftpl\", {}) }\n"));
    files.push(("t.tftpl".to_owned(), "${templatefile(\"t.tftpl\", {})}".repeat(times).into_bytes()));
    files
}

fn module_cycle(_: usize) -> Files {
    main_tf("module \"again\" {\n  source = \"./\"\n}\n".to_owned() + &volume("v", ""))
}

fn module_doubling(levels: usize) -> Files {
    let mut files = main_tf("module \"m\" {\n  source = \"./m0\"\n}\n".to_owned());
    for level in 0..levels {
        let call = |name: &str| format!("module \"{name}\" {{\n  source = \"../m{}\"\n}}\n", level + 1);
        files.push((format!("m{level}/main.tf"), (call("a") + &call("b")).into_bytes()));
    }
    files.push((format!("m{levels}/main.tf"), volume("v", "  encrypted = true\n").into_bytes()));
    files
}

fn deep_modules(depth: usize) -> Files {
    modules(depth)
}

fn small_files(count: usize) -> Files {
    let file = |number: usize| {
        (format!("d{}/f{number}.tf", number / 100), volume(&format!("v{number}"), "  encrypted = true\n").into_bytes())
    };
    (0..count).map(file).collect()
}

fn plan_json(after: &str) -> Files {
    let text = format!(
        "{{\"format_version\":\"1.2\",\"planned_values\":{{\"root_module\":{{}}}},\"resource_changes\":[{{\"address\":\"aws_ebs_volume.v\",\
         \"mode\":\"managed\",\"type\":\"aws_ebs_volume\",\"name\":\"v\",\"provider_name\":\"registry.terraform.io/hashicorp/aws\",\"change\":\
         {{\"actions\":[\"create\"],\"before\":null,\"after\":{after},\"after_unknown\":{{}}}}}}],\"configuration\":{{\"root_module\":{{}}}}}}"
    );
    vec![("plan.json".to_owned(), text.into_bytes())]
}

fn deep_plan(depth: usize) -> Files {
    plan_json(&format!("{{\"tags\":{}1{}}}", "[".repeat(depth), "]".repeat(depth)))
}

fn wide_plan(count: usize) -> Files {
    plan_json(&format!("{{\"encrypted\":true,\"tags\":[{}1]}}", "1,".repeat(count)))
}

fn many_changes(count: usize) -> Files {
    let change = |number: usize| {
        format!(
            "{{\"address\":\"aws_ebs_volume.v[{number}]\",\"mode\":\"managed\",\"type\":\"aws_ebs_volume\",\"name\":\"v\",\"index\":{number},\
             \"provider_name\":\"registry.terraform.io/hashicorp/aws\",\"change\":{{\"actions\":[\"create\"],\"before\":null,\"after\":\
             {{\"encrypted\":true,\"size\":1}},\"after_unknown\":{{\"id\":true}}}}}}"
        )
    };
    let changes: Vec<String> = (0..count).map(change).collect();
    let text = format!(
        "{{\"format_version\":\"1.2\",\"planned_values\":{{\"root_module\":{{}}}},\"resource_changes\":[{}],\"configuration\":{{\"root_module\":{{}}}}}}",
        changes.join(",")
    );
    vec![("plan.json".to_owned(), text.into_bytes())]
}
