terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "name" {}
variable "key" {}
variable "subnets" {
  type = list(string)
}

module "store" {
  source   = "./store"
  for_each = toset(["log", "data"])
  settings = {
    name = "${var.name}-${each.key}"
    key  = var.key
  }
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnets
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = module.store
  bucket   = each.value.bucket.id
  versioning_configuration {
    status = "Enabled"
  }
}

output "topics" {
  value = { for k, s in module.store : k => s.topic }
}

output "topic_arns" {
  value = { for k, s in module.store : k => s.topic.arn }
}
