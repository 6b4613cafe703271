locals {
  vpcs = {
    core = { id = "vpc-1", subnets = ["s-1", "s-2"], routes = [{ cidr = "10.1.0.0/16" }, { cidr = "0.0.0.0/0", blackhole = true }], dns = false }
    spoke = { id = "vpc-2", subnets = ["s-3"], routes = [], tables = ["rtb-1", "rtb-2"] }
  }
  attachments_with_routes = chunklist(flatten([
    for key, value in local.vpcs : setproduct([{ key = key }], value["routes"]) if can(value.routes) && length(value.routes) > 0
  ]), 2)
  destination = flatten([for key, value in local.vpcs : [for table in try(value.tables, []) : [for route in ["10.0.0.0/8"] : { table = table, cidr = route }]]])
}
resource "aws_ec2_transit_gateway" "this" {
  description                     = "hub"
  default_route_table_association = "disable"
  amazon_side_asn                 = 64512 + length(local.vpcs)
}
resource "aws_ec2_transit_gateway_vpc_attachment" "this" {
  for_each           = local.vpcs
  transit_gateway_id = aws_ec2_transit_gateway.this.id
  vpc_id             = each.value["id"]
  subnet_ids         = each.value["subnets"]
  dns_support        = try(each.value.dns, true) ? "enable" : "disable"
  tags               = merge({ Name = each.key }, try(each.value.tags, {}))
}
resource "aws_ec2_transit_gateway_route" "this" {
  count                          = length(local.attachments_with_routes)
  destination_cidr_block         = local.attachments_with_routes[count.index][1].cidr
  blackhole                      = lookup(local.attachments_with_routes[count.index][1], "blackhole", null)
  transit_gateway_route_table_id = "tgw-rtb-1"
  transit_gateway_attachment_id  = tobool(lookup(local.attachments_with_routes[count.index][1], "blackhole", false)) == false ? aws_ec2_transit_gateway_vpc_attachment.this[local.attachments_with_routes[count.index][0].key].id : null
}
resource "aws_route" "this" {
  for_each               = { for x in local.destination : "${x.table}/${x.cidr}" => x }
  route_table_id         = each.value.table
  destination_cidr_block = each.value.cidr
  transit_gateway_id     = aws_ec2_transit_gateway.this.id
}
output "pairs" { value = local.attachments_with_routes }
