variable "name" { type = string }
variable "description" {
  type     = string
  default  = "Managed by Terraform"
  nullable = false
}
variable "vpc_id" { type = string }
variable "ingress" {
  type = map(object({
    description = optional(string)
    protocol    = optional(string, "tcp")
    ports       = optional(list(number), [0])
    cidrs       = optional(set(string), [])
    groups      = optional(list(string), [])
    self        = optional(bool, false)
  }))
  default = {}
}
variable "egress" {
  type = list(object({ protocol = optional(string, "-1"), from = optional(number, 0), to = optional(number, 0), cidrs = optional(list(string), ["0.0.0.0/0"]) }))
  default = [{}]
  nullable = true
}
locals {
  by_cidr = merge([
    for name, rule in var.ingress : {
      for pair in setproduct(rule.ports, rule.cidrs) :
      "${name}-${pair[0]}-${replace(pair[1], "/[./]/", "_")}" => {
        port = pair[0], cidr = pair[1], protocol = rule.protocol, description = try(coalesce(rule.description, ""), title(name))
      }
    }
  ]...)
  by_group = flatten([
    for name, rule in var.ingress : [
      for port in rule.ports : [
        for index, group in rule.groups : { key = join("/", [name, port, index]), port = port, group = group, protocol = rule.protocol }
      ]
    ]
  ])
}
resource "aws_security_group" "this" {
  name_prefix            = "${var.name}-"
  description            = var.description
  vpc_id                 = var.vpc_id
  revoke_rules_on_delete = true
  dynamic "ingress" {
    for_each = { for name, rule in var.ingress : name => rule if rule.self }
    iterator = rule
    content {
      description = coalesce(rule.value.description, rule.key)
      protocol    = rule.value.protocol
      from_port   = rule.value.ports[0]
      to_port     = rule.value.ports[length(rule.value.ports) - 1]
      self        = rule.value.self
    }
  }
  dynamic "egress" {
    for_each = var.egress == null ? [] : var.egress
    content {
      protocol    = egress.value.protocol
      from_port   = egress.value.from
      to_port     = egress.value.to
      cidr_blocks = egress.value.cidrs
      description = "egress ${egress.key}"
    }
  }
  tags = { Name = var.name, Rules = length(local.by_cidr) + length(local.by_group) }
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_vpc_security_group_ingress_rule" "cidr" {
  for_each          = local.by_cidr
  security_group_id = aws_security_group.this.id
  ip_protocol       = each.value.protocol
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
  description       = each.value.description
}
resource "aws_security_group_rule" "group" {
  for_each                 = { for rule in local.by_group : rule.key => rule }
  type                     = "ingress"
  security_group_id        = aws_security_group.this.id
  protocol                 = each.value.protocol
  from_port                = each.value.port
  to_port                  = each.value.port
  source_security_group_id = each.value.group
}
output "id" { value = try(aws_security_group.this.id, null) }
output "rule_names" { value = sort(concat(keys(local.by_cidr), local.by_group[*].key)) }
