locals {
  private = length(var.private_subnets)
  public  = length(var.public_subnets)
  widest  = max(local.private, local.public, length(var.database_subnets))
  vpc_id  = try(aws_vpc_ipv4_cidr_block_association.this[0].vpc_id, aws_vpc.this[0].id, "")
  nats    = var.enable_nat && local.public > 0 ? (var.one_nat_per_zone ? length(var.azs) : 1) : 0
}

resource "aws_vpc" "this" {
  count                = var.create ? 1 : 0
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  instance_tenancy     = "default"
  tags                 = merge({ "Name" = var.name }, var.tags)
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  count      = var.create && length(var.secondary_cidrs) > 0 ? length(var.secondary_cidrs) : 0
  vpc_id     = aws_vpc.this[0].id
  cidr_block = element(var.secondary_cidrs, count.index)
}

resource "aws_subnet" "private" {
  count                = var.create && local.private > 0 ? local.private : 0
  availability_zone    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  cidr_block           = element(concat(var.private_subnets, [""]), count.index)
  vpc_id               = local.vpc_id
  tags = merge(
    {
      Name = try(
        var.private_subnet_names[count.index],
        format("${var.name}-private-%s", element(var.azs, count.index)),
      )
    },
    var.tags,
    var.private_subnet_tags,
    lookup(var.tags_by_zone, element(var.azs, count.index), {}),
  )
}

resource "aws_subnet" "public" {
  count                   = var.create && local.public > 0 && (!var.one_nat_per_zone || local.public >= length(var.azs)) ? local.public : 0
  availability_zone       = element(var.azs, count.index)
  cidr_block              = var.public_subnets[count.index]
  vpc_id                  = local.vpc_id
  map_public_ip_on_launch = true
  tags                    = merge({ Name = format("%s-public-%s", var.name, trimprefix(var.azs[count.index], "eu-")) }, var.public_subnet_tags, var.tags)
}

resource "aws_subnet" "database" {
  for_each          = var.create ? { for index, cidr in var.database_subnets : format("%02d", index) => { cidr = cidr, zone = var.azs[index % length(var.azs)] } } : {}
  vpc_id            = local.vpc_id
  cidr_block        = each.value.cidr
  availability_zone = each.value.zone
  tags              = merge(var.tags, { Name = "${var.name}-db-${each.key}" })
}

resource "aws_db_subnet_group" "this" {
  count       = var.create && length(aws_subnet.database) > 1 ? 1 : 0
  name        = lower(coalesce(null, var.name))
  description = "Database subnets of ${var.name}"
  subnet_ids  = values(aws_subnet.database)[*].id
}

resource "aws_eip" "nat" {
  count  = var.create ? local.nats : 0
  domain = "vpc"
  tags   = merge({ Name = "${var.name}-${element(var.azs, var.one_nat_per_zone ? count.index : 0)}" }, var.tags)
}

resource "aws_nat_gateway" "this" {
  count         = var.create ? local.nats : 0
  allocation_id = element(aws_eip.nat[*].id, count.index)
  subnet_id     = element(aws_subnet.public[*].id, count.index)
  tags          = { Name = join("-", compact([var.name, "nat", var.one_nat_per_zone ? count.index : ""])) }
}

resource "aws_route_table" "private" {
  count  = var.create && local.widest > 0 ? max(local.nats, 1) : 0
  vpc_id = local.vpc_id
  dynamic "route" {
    for_each = local.nats > 0 ? [1] : []
    content {
      cidr_block     = "0.0.0.0/0"
      nat_gateway_id = element(aws_nat_gateway.this[*].id, count.index)
    }
  }
  tags = merge({ Name = local.nats > 1 ? "${var.name}-${element(var.azs, count.index)}" : var.name }, var.tags)
}

resource "aws_default_network_acl" "this" {
  count                  = var.create && length(var.default_acl) > 0 ? 1 : 0
  default_network_acl_id = aws_vpc.this[0].default_network_acl_id
  dynamic "ingress" {
    for_each = var.default_acl
    content {
      action     = ingress.value.action
      rule_no    = ingress.value.number
      from_port  = ingress.value.from
      to_port    = ingress.value.to
      protocol   = ingress.value.protocol
      cidr_block = lookup(ingress.value, "cidr", null)
      icmp_type  = lookup(ingress.value, "icmp_type", null)
    }
  }
  lifecycle {
    ignore_changes = [subnet_ids]
  }
}

resource "aws_cloudwatch_log_group" "flow" {
  count             = var.create && var.flow_log.destination != null ? 1 : 0
  name              = "/aws/vpc/${var.name}/${var.flow_log.destination}"
  retention_in_days = 30
}

resource "aws_flow_log" "this" {
  count                    = length(aws_cloudwatch_log_group.flow)
  vpc_id                   = local.vpc_id
  traffic_type             = "ALL"
  log_destination          = one(aws_cloudwatch_log_group.flow[*].arn)
  max_aggregation_interval = var.flow_log.interval
  log_format               = join(" ", [for field in var.flow_log.fields : "$${${replace(field, "_", "-")}}"])
  iam_role_arn             = "arn:aws:iam::111122223333:role/flow"
}

output "nat_count" {
  value = length(aws_nat_gateway.this)
}
output "subnet_sizes" {
  value = { for subnet in concat(aws_subnet.private, aws_subnet.public) : subnet.tags.Name => pow(2, 32 - tonumber(split("/", subnet.cidr_block)[1])) }
}
output "private_ids" {
  value = aws_subnet.private[*].id
}
