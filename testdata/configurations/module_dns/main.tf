variable "zones" {
  type = map(object({
    comment = optional(string)
    private = optional(bool, false)
    records = optional(list(object({
      name    = optional(string, "")
      type    = string
      ttl     = optional(number)
      records = optional(list(string))
      alias   = optional(object({ name = string, zone_id = string, evaluate = optional(bool, false) }))
      weight  = optional(number)
      id      = optional(string)
    })), [])
  }))
  default = {
    "example.com" = {
      records = [
        { type = "A", alias = { name = "lb.amazonaws.com", zone_id = "Z1" } },
        { type = "MX", ttl = 3600, records = ["10 mail1", "20 mail2"] },
        { name = "www", type = "CNAME", records = ["example.com."], weight = 90, id = "blue" },
        { name = "www", type = "CNAME", records = ["example.org."], weight = 10, id = "green" },
        { name = "_dmarc", type = "TXT", ttl = 60, records = ["v=DMARC1; p=none"] },
      ]
    }
    "internal.test" = { private = true, comment = "inside" }
  }
}
locals {
  records = merge(flatten([
    for zone, config in var.zones : {
      for record in config.records :
      join(" ", compact([zone, record.name, record.type, record.id])) => merge(record, { zone = zone })
    }
  ])...)
  names  = ["example.com", "www.example.com", "*.example.com", "www.example.com"]
  unique = distinct([for name in local.names : replace(name, "*.", "")])
}
resource "aws_route53_zone" "this" {
  for_each = var.zones
  name     = each.key
  comment  = each.value.comment
  dynamic "vpc" {
    for_each = each.value.private ? ["vpc-1", "vpc-2"] : []
    content {
      vpc_id     = vpc.value
      vpc_region = lookup({ 0 = "eu-west-1" }, vpc.key, null)
    }
  }
}
resource "aws_route53_record" "this" {
  for_each       = local.records
  zone_id        = aws_route53_zone.this[each.value.zone].zone_id
  name           = each.value.name != "" ? "${each.value.name}.${each.value.zone}" : each.value.zone
  type           = each.value.type
  ttl            = each.value.alias == null ? coalesce(each.value.ttl, 300) : null
  records        = each.value.records
  set_identifier = each.value.id
  dynamic "alias" {
    for_each = each.value.alias[*]
    content {
      name                   = alias.value.name
      zone_id                = alias.value.zone_id
      evaluate_target_health = alias.value.evaluate
    }
  }
  dynamic "weighted_routing_policy" {
    for_each = each.value.weight == null ? [] : [each.value.weight]
    content { weight = weighted_routing_policy.value }
  }
}
resource "aws_acm_certificate" "this" {
  domain_name               = local.names[0]
  subject_alternative_names = slice(local.names, 1, 3)
  validation_method         = "DNS"
  lifecycle { create_before_destroy = true }
}
output "keys" { value = keys(local.records) }
output "unique" { value = local.unique }
