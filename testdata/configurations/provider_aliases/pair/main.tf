terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.primary, aws.replica]
    }
  }
}
data "aws_region" "primary" { provider = aws.primary }
data "aws_region" "replica" { provider = aws.replica }
resource "aws_s3_bucket" "primary" {
  provider = aws.primary
  bucket   = "data-${data.aws_region.primary.name}"
}
resource "aws_s3_bucket" "replica" {
  provider = aws.replica
  bucket   = "data-${data.aws_region.replica.name}"
  tags     = { Copy = true }
}
module "nested" {
  source    = "../plain"
  providers = { aws = aws.replica }
}
output "regions" { value = [data.aws_region.primary.name, data.aws_region.replica.name, module.nested.region] }
output "tags" { value = { primary = aws_s3_bucket.primary.tags_all, replica = aws_s3_bucket.replica.tags_all } }
