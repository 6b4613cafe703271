terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
variable "regions" { default = ["us-east-1", "eu-central-1", "ap-northeast-1"] }
provider "aws" {
  region = var.regions[0]
  default_tags {
    tags = { Provider = "default", Shared = "yes" }
  }
}
provider "aws" {
  alias                       = "frankfurt"
  region                      = var.regions[1]
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  default_tags {
    tags = merge({ Provider = "frankfurt" }, { for index, region in var.regions : "Region${index}" => region })
  }
}
provider "aws" {
  alias                       = "tokyo"
  region                      = element(var.regions, 2)
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
data "aws_region" "default" {}
data "aws_region" "tokyo" { provider = aws.tokyo }
data "aws_partition" "frankfurt" { provider = aws.frankfurt }
module "pair" {
  source    = "./pair"
  providers = { aws.primary = aws.frankfurt, aws.replica = aws.tokyo, aws = aws }
}
module "inherits" {
  source = "./plain"
}
module "swapped" {
  source    = "./plain"
  providers = { aws = aws.tokyo }
}
resource "aws_sns_topic" "frankfurt" {
  provider = aws.frankfurt
  name     = "alarms"
  tags     = { Provider = "resource", Own = data.aws_partition.frankfurt.partition }
}
resource "aws_sns_topic" "tokyo" {
  provider = aws.tokyo
  name     = "alarms"
}
resource "aws_sqs_queue" "default" {
  name = "queue-${data.aws_region.default.name}"
  tags = { Provider = "resource" }
}
output "regions" { value = [data.aws_region.default.name, data.aws_region.tokyo.name, module.pair.regions, module.inherits.region, module.swapped.region] }
output "tags" { value = [aws_sns_topic.frankfurt.tags_all, aws_sqs_queue.default.tags_all, module.pair.tags] }
