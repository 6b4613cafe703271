resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "s" {
  count      = 2
  vpc_id     = aws_vpc.v.id
  cidr_block = cidrsubnet(aws_vpc.v.cidr_block, 8, count.index)
}
locals {
  mixed    = { known = "k", unknown = aws_vpc.v.id }
  list     = ["a", aws_vpc.v.arn, "c"]
  set      = toset(["a", aws_vpc.v.arn])
  choice   = aws_vpc.v.id == "vpc-1" ? "yes" : "no"
  either   = aws_vpc.v.id == "vpc-1" ? ["x", "y"] : ["z", "w"]
  nullable = aws_vpc.v.ipv6_cidr_block == null ? "none" : "some"
}
resource "aws_ssm_parameter" "each_value" {
  for_each    = local.mixed
  name        = "/${each.key}"
  type        = "String"
  value       = each.value
  description = "about ${each.key}"
}
resource "aws_ssm_parameter" "count" {
  count       = length(local.list)
  name        = "/list/${count.index}"
  type        = "String"
  value       = local.list[count.index]
  description = length(local.list[0]) == 1 ? "one" : "more"
}
resource "aws_security_group" "sg" {
  name   = "sg"
  vpc_id = aws_vpc.v.id
  dynamic "ingress" {
    for_each = aws_subnet.s[*].cidr_block
    content {
      protocol    = "tcp"
      from_port   = 443
      to_port     = 443
      cidr_blocks = [ingress.value]
      description = "from ${ingress.key}"
    }
  }
  dynamic "egress" {
    for_each = { vpc = aws_vpc.v.id }
    content {
      protocol        = "-1"
      from_port       = 0
      to_port         = 0
      cidr_blocks     = ["0.0.0.0/0"]
      description     = egress.key
    }
  }
}
output "results" {
  value = {
    keys       = keys(local.mixed)
    length     = length(local.list)
    contains   = contains(local.list, "a")
    choice     = local.choice
    either     = length(local.either)
    nullable   = local.nullable
    merged     = merge(local.mixed, { unknown = "now known" })
    for        = [for v in local.list : v == "a"]
    for_object = { for k, v in local.mixed : k => k }
    filtered   = { for k, v in local.mixed : k => v if k == "known" }
    template   = "vpc ${aws_vpc.v.id}"
    zip        = zipmap(["a", "b"], aws_subnet.s[*].cidr_block)
    element    = element(local.list, 3)
    slice      = slice(local.list, 0, 1)
    first      = local.list[0]
    lookup     = lookup(local.mixed, "known", "x")
    coalesce   = coalesce("first", aws_vpc.v.id)
    try        = try(aws_vpc.v.id, "never")
    can        = can(aws_vpc.v.id)
    and        = false && aws_vpc.v.id == "x"
    concat     = length(concat(local.list, [aws_vpc.v.id]))
    setlength  = length(toset(["a", "b"]))
    reverse    = reverse(local.list)[2]
    flatten    = flatten([["x"], local.list])[0]
    distinct   = distinct(["a", "a"])
    jsonencode = jsonencode({ a = 1 })
    values     = length(values(local.mixed))
    tomap      = tomap(local.mixed)["known"]
    type       = can(tonumber(aws_vpc.v.id))
  }
}
