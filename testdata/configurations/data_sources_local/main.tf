provider "aws" {
  region = "cn-north-1"
}
provider "aws" {
  alias                       = "gov"
  region                      = "us-gov-west-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
data "aws_partition" "here" {}
data "aws_partition" "gov" { provider = aws.gov }
data "aws_region" "here" {}
data "aws_region" "named" { name = "eu-west-3" }
data "aws_arn" "parsed" { arn = "arn:aws:rds:eu-west-1:123456789012:db:mysql-db" }
data "aws_iam_policy_document" "here" {
  statement {
    actions   = ["s3:*"]
    resources = ["arn:${data.aws_partition.here.partition}:s3:::*", "arn:${data.aws_partition.gov.id}:s3:::*"]
    principals {
      type        = "Service"
      identifiers = ["ec2.${data.aws_partition.here.dns_suffix}"]
    }
  }
}
resource "aws_sqs_queue" "q" {
  name   = "q-${data.aws_region.here.name}-${data.aws_region.named.id}"
  policy = data.aws_iam_policy_document.here.json
}
output "all" { value = [data.aws_partition.here.reverse_dns_prefix, data.aws_partition.gov.dns_suffix, data.aws_region.here.id, data.aws_region.named.endpoint, data.aws_region.named.description, data.aws_arn.parsed.resource] }
