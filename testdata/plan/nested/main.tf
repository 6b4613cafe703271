# Two modules with the same local names, nested under for_each, and two provider configurations.
module "one" {
  source   = "./team"
  for_each = { a = "alpha", b = "beta" }
  name     = each.value
  key      = aws_kms_key.this.arn
  subnets  = [for s in aws_subnet.this : s.id]
}

module "two" {
  source    = "./team"
  name      = "gamma"
  key       = null
  subnets   = []
  providers = { aws = aws.eu }
}

resource "aws_kms_key" "this" {}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  for_each   = { p = "10.0.0.0/24", q = "10.0.1.0/24" }
  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
}

resource "aws_sns_topic_subscription" "s" {
  for_each  = module.one
  topic_arn = each.value.topics["log"].arn
  protocol  = "sqs"
  endpoint  = module.two.topic_arns["log"]
}
