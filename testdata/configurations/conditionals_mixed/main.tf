variable "on" { default = true }
variable "off" { default = false }
variable "none" { default = null }
locals {
  objects   = var.on ? { a = 1, b = "x" } : { a = 2, b = "y" }
  lists     = var.off ? ["a"] : ["b", "c"]
  numbers   = var.on ? 1 : "2"
  nulls     = var.off ? "x" : null
  tuple     = var.on ? [1, "a"] : [2, "b"]
  nested    = var.on ? (var.off ? "1" : "2") : "3"
  typed     = var.off ? tolist([]) : ["x"]
  empty     = var.on ? [] : ["x"]
  map       = var.off ? { k = "v" } : {}
  chain     = var.none == null ? var.off ? "a" : var.on ? "b" : "c" : "d"
  bools     = [!var.on, var.on && !var.off, var.off || var.on, !(var.on && var.off)]
  compare   = [1 < 2, 2 <= 2, 3 > 4, "a" == "a", [1] == [1], { a = 1 } == { a = 1 }, [1] == tolist([1]), null == var.none, "1" == 1]
  arithmetic = [1 + 2 * 3, (1 + 2) * 3, -5 + 3, 7 % 4, -(2), 10 / 4, 2 - -2]
}
resource "aws_instance" "i" {
  count                       = var.on ? (var.off ? 5 : 2) : 0
  ami                         = "ami-1"
  instance_type               = count.index == 0 ? "t3.large" : "t3.small"
  associate_public_ip_address = count.index == 0 ? var.off : null
  ebs_optimized               = var.none != null ? var.none : var.on
  dynamic "credit_specification" {
    for_each = startswith("t3.large", "t") ? [1] : []
    content { cpu_credits = count.index == 0 ? "unlimited" : "standard" }
  }
}
resource "aws_eip" "optional" {
  count    = var.off ? 1 : 0
  instance = aws_instance.i[0].id
}
output "all" {
  value = { objects = local.objects, lists = local.lists, numbers = local.numbers, nulls = local.nulls, tuple = local.tuple, nested = local.nested, typed = local.typed, empty = local.empty, map = local.map, chain = local.chain, bools = local.bools, compare = local.compare, arithmetic = local.arithmetic }
}
output "eip" { value = var.off ? aws_eip.optional[0].id : "none" }
output "eip_try" { value = try(aws_eip.optional[0].id, one(aws_eip.optional[*].id), "none") }
output "eip_join" { value = join("", aws_eip.optional[*].id) }
