variable "name" {}
variable "cidr" { type = string }
variable "azs" { type = list(string) }
variable "private_subnets" {
  type    = list(string)
  default = []
}
variable "public_subnets" {
  type    = list(string)
  default = []
}
variable "single_nat_gateway" {
  type    = bool
  default = false
}
variable "create_vpc" {
  type    = bool
  default = true
}
variable "public_subnet_suffix" {
  type    = string
  default = "public"
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "nacl_rules" {
  type    = list(map(string))
  default = []
}

locals {
  len_public      = length(var.public_subnets)
  len_private     = length(var.private_subnets)
  max_subnets     = max(local.len_public, local.len_private)
  nat_count       = var.single_nat_gateway ? 1 : local.max_subnets
  vpc_id          = try(aws_vpc_ipv4_cidr_block_association.this[0].vpc_id, aws_vpc.this[0].id, "")
  create_vpc      = var.create_vpc && local.max_subnets > 0
}

resource "aws_vpc" "this" {
  count                = local.create_vpc ? 1 : 0
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = merge({ "Name" = var.name }, var.tags)
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  count      = 0
  vpc_id     = aws_vpc.this[0].id
  cidr_block = element([], count.index)
}

resource "aws_subnet" "public" {
  count                   = local.create_vpc && local.len_public > 0 && (!var.single_nat_gateway || local.len_public >= length(var.azs) - 1) ? local.len_public : 0
  vpc_id                  = local.vpc_id
  cidr_block              = element(concat(var.public_subnets, [""]), count.index)
  availability_zone       = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  map_public_ip_on_launch = false
  tags = merge(
    { Name = try(["custom"][count.index + 5], format("${var.name}-${var.public_subnet_suffix}-%s", element(var.azs, count.index))) },
    var.tags,
  )
}

resource "aws_subnet" "private" {
  for_each          = { for i, c in var.private_subnets : var.azs[i % length(var.azs)] => c }
  vpc_id            = local.vpc_id
  cidr_block        = each.value
  availability_zone = each.key
}

resource "aws_eip" "nat" {
  count  = local.create_vpc ? local.nat_count : 0
  domain = "vpc"
  tags   = merge({ "Name" = format("${var.name}-%s", element(var.azs, var.single_nat_gateway ? 0 : count.index)) }, var.tags)
}

resource "aws_nat_gateway" "this" {
  count         = local.create_vpc ? local.nat_count : 0
  allocation_id = element(aws_eip.nat[*].id, var.single_nat_gateway ? 0 : count.index)
  subnet_id     = element(aws_subnet.public[*].id, var.single_nat_gateway ? 0 : count.index)
}

resource "aws_network_acl" "public" {
  count      = local.create_vpc ? 1 : 0
  vpc_id     = local.vpc_id
  subnet_ids = aws_subnet.public[*].id
}

resource "aws_network_acl_rule" "public" {
  count          = length(var.nacl_rules)
  network_acl_id = aws_network_acl.public[0].id
  egress         = false
  rule_number    = var.nacl_rules[count.index]["rule_number"]
  rule_action    = var.nacl_rules[count.index]["rule_action"]
  from_port      = lookup(var.nacl_rules[count.index], "from_port", null)
  to_port        = lookup(var.nacl_rules[count.index], "to_port", null)
  icmp_code      = lookup(var.nacl_rules[count.index], "icmp_code", null)
  protocol       = var.nacl_rules[count.index]["protocol"]
  cidr_block     = lookup(var.nacl_rules[count.index], "cidr_block", null)
}

output "nat_ids" {
  value = [for n in aws_nat_gateway.this : n.id]
}
