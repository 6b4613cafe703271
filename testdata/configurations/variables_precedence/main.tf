variable "a" { default = "default" }
variable "b" { default = "default" }
variable "c" { default = "default" }
variable "d" { default = "default" }
variable "e" { default = "default" }
variable "n" { type = number }
variable "l" { type = list(string) }
variable "m" {
  type     = map(number)
  nullable = false
  default  = { x = 1 }
}
variable "nul" {
  type     = string
  nullable = false
  default  = "not null"
}
variable "opt" {
  type = object({
    name = string
    size = optional(number, 8)
    deep = optional(object({ on = optional(bool, true), tags = optional(map(string)) }), {})
    list = optional(list(object({ p = optional(number, 443) })), [{}])
  })
}

resource "aws_ssm_parameter" "p" {
  for_each = {
    a = var.a, b = var.b, c = var.c, d = var.d, e = var.e
    n = var.n + 1
    l = join("|", var.l)
    m = jsonencode(var.m)
    nul = var.nul
    opt = jsonencode(var.opt)
  }
  name  = "/${each.key}"
  type  = "String"
  value = each.value
}
