provider "aws" {
  region     = "us-east-1"
  access_key = "AKPROVIDERMARKER01"
  secret_key = "SKPROVIDERMARKER02"

  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

variable "tfvars_secret" {
  type      = string
  sensitive = true
}

variable "environment_secret" {
  type      = string
  sensitive = true
}

variable "defaulted" {
  type      = string
  sensitive = true
  default   = "DEFAULTMARKER03x"
}

variable "pin" {
  type      = number
  sensitive = true
  default   = 9182736450
}

variable "nested" {
  type      = object({ user = string, keys = map(string) })
  sensitive = true
  default   = { user = "NESTEDMARKER04", keys = { one = "NESTEDMARKER05" } }
}

locals {
  credentials = { user = "LOCALUSER", password = "LOCALMARKER06" }
  wrapped     = sensitive("FUNCTIONMARKER07")
  composed    = "jdbc:mysql://db/${var.defaulted}?x=1"
}

resource "aws_db_instance" "a" {
  allocated_storage   = 10
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  username            = "administrator"
  password            = "PASSWORDMARKER08"
  publicly_accessible = true
  skip_final_snapshot = true
}

resource "aws_db_instance" "quoted" {
  allocated_storage   = 10
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  username            = "administrator"
  password            = "QUOTED\"MARKER09\\x$${y}"
  publicly_accessible = true
  skip_final_snapshot = true
}

resource "aws_db_instance" "mixed" {
  allocated_storage   = 10
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  username            = "administrator"
  password            = "MIXEDMARKER10-${aws_s3_bucket.b.id}"
  publicly_accessible = true
  skip_final_snapshot = true
}

resource "aws_secretsmanager_secret" "s" {
  name = "s"
}

resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = jsonencode({ literal = "JSONMARKER11", local = local.credentials })
}

resource "aws_mq_broker" "m" {
  broker_name         = "m"
  engine_type         = "ActiveMQ"
  engine_version      = "5.15.0"
  host_instance_type  = "mq.t2.micro"
  publicly_accessible = true
  user {
    username = "someone"
    password = "NESTEDBLOCKMARKER12"
  }
}

resource "aws_iam_server_certificate" "c" {
  name             = "c"
  certificate_body = "x"
  private_key      = <<-EOT
    -----BEGIN RSA PRIVATE KEY-----
    KEYLINEMARKER13AAAA
    KEYLINEMARKER14BBBB
    -----END RSA PRIVATE KEY-----
  EOT
}

resource "aws_s3_bucket" "b" {
  bucket = "b-${var.tfvars_secret}"
  tags   = { Token = var.environment_secret, Pin = var.pin, C = local.composed, W = local.wrapped }
}

resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:x" = var.defaulted } } }] })
}

resource "aws_instance" "i" {
  ami           = "ami-123"
  instance_type = "t3.micro"
  associate_public_ip_address = true
  user_data     = <<-EOT
    #!/bin/sh
    export AWS_ACCESS_KEY_ID=AKIAQWERTYUIOPASDFGH
    export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYTOKENMARKER1
    git clone https://bot:URLMARKER16@example.org/x
    curl -H "x: ghp_TOKENMARKER17aaaaaaaaaaaaaaaaaaaaaaaa"
  EOT
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/x"
  handler       = "x"
  runtime       = "python3.6"
  filename      = "x.zip"
  environment {
    variables = { DB_PASSWORD = "LAMBDAMARKER18", PLAIN = "x" }
  }
}

# A secret shorter than what is looked for everywhere, and one under a key with quotes.
resource "aws_redshift_cluster" "r" {
  cluster_identifier  = "r"
  node_type           = "ra3.large"
  master_username     = "someone"
  master_password     = "Q7-27-sh"
  publicly_accessible = true
  skip_final_snapshot = true
}

resource "aws_secretsmanager_secret_version" "short" {
  secret_id = aws_secretsmanager_secret.s.id
  secret_string = jsonencode({
    "password" = "Q8-28-sh"
  })
}

resource "aws_dms_endpoint" "many" {
  for_each      = { source = "EACHMARKER29", target = "EACHMARKER30" }
  endpoint_id   = each.key
  endpoint_type = each.key
  engine_name   = "mysql"
  ssl_mode      = "none"
  username      = "someone"
  password      = each.value # next to it
}

resource "aws_codebuild_project" "c" {
  name         = "c"
  service_role = "arn:aws:iam::123456789012:role/x"
  artifacts { type = "NO_ARTIFACTS" }
  environment {
    compute_type    = "BUILD_GENERAL1_SMALL"
    image           = "x"
    type            = "LINUX_CONTAINER"
    privileged_mode = true
    environment_variable {
      name  = "AWS_SECRET_ACCESS_KEY"
      value = "CODEBUILDMARKER19"
    }
  }
  source {
    type     = "GITHUB"
    location = "https://u:SOURCEMARKER20@github.com/x/y.git"
  }
}

resource "aws_ecs_task_definition" "t" {
  family                = "t"
  container_definitions = jsonencode([{ name = "x", image = "x", privileged = true, environment = [{ name = "API_TOKEN", value = "ECSMARKER21" }] }])
}

module "child" {
  source   = "./child"
  password = "CHILDMARKER22"
  settings = { for name, value in { one = "FORMARKER23" } : name => sensitive(value) }
}

output "secret" {
  value     = "OUTPUTMARKER24"
  sensitive = true
}
