variable "name" {}
variable "create" { default = true }
variable "ingress_cidr_blocks" {
  type    = list(string)
  default = []
}
variable "ingress_prefix_list_ids" {
  type    = list(string)
  default = []
}
variable "ingress_rules" {
  type    = list(string)
  default = []
}
variable "egress_rules" {
  type    = list(string)
  default = []
}
variable "ingress_with_cidr_blocks" {
  type    = list(map(string))
  default = []
}

locals {
  create    = var.create
  this_sg_id = concat(aws_security_group.this.*.id, aws_security_group.this_name_prefix.*.id, [""])[0]
}

resource "aws_security_group" "this" {
  count       = local.create ? 1 : 0
  name        = var.name
  description = "Security Group managed by Terraform"
  tags        = merge({ "Name" = format("%s", var.name) }, {})
}

resource "aws_security_group" "this_name_prefix" {
  count       = local.create && false ? 1 : 0
  name_prefix = "${var.name}-"
}

resource "aws_security_group_rule" "ingress_rules" {
  count             = local.create ? length(var.ingress_rules) : 0
  security_group_id = local.this_sg_id
  type              = "ingress"
  cidr_blocks       = var.ingress_cidr_blocks
  prefix_list_ids   = length(var.ingress_prefix_list_ids) > 0 ? var.ingress_prefix_list_ids : null
  description       = var.rules[var.ingress_rules[count.index]][3]
  from_port         = var.rules[var.ingress_rules[count.index]][0]
  to_port           = var.rules[var.ingress_rules[count.index]][1]
  protocol          = var.rules[var.ingress_rules[count.index]][2]
}

resource "aws_security_group_rule" "ingress_with_cidr_blocks" {
  count             = local.create ? length(var.ingress_with_cidr_blocks) : 0
  security_group_id = local.this_sg_id
  type              = "ingress"
  cidr_blocks       = compact(split(",", lookup(var.ingress_with_cidr_blocks[count.index], "cidr_blocks", join(",", var.ingress_cidr_blocks))))
  description       = lookup(var.ingress_with_cidr_blocks[count.index], "description", "Ingress Rule")
  from_port         = lookup(var.ingress_with_cidr_blocks[count.index], "from_port", var.rules[lookup(var.ingress_with_cidr_blocks[count.index], "rule", "_")][0])
  to_port           = lookup(var.ingress_with_cidr_blocks[count.index], "to_port", var.rules[lookup(var.ingress_with_cidr_blocks[count.index], "rule", "_")][1])
  protocol          = lookup(var.ingress_with_cidr_blocks[count.index], "protocol", var.rules[lookup(var.ingress_with_cidr_blocks[count.index], "rule", "_")][2])
}

resource "aws_security_group_rule" "egress_rules" {
  for_each          = { for i, r in var.egress_rules : r => var.rules[r] if local.create }
  security_group_id = local.this_sg_id
  type              = "egress"
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
  from_port         = each.value.0
  to_port           = each.value.1
  protocol          = each.value.2
}
