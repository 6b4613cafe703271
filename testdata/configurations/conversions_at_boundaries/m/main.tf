variable "number" { type = number }
variable "text" { type = string }
variable "flag" { type = bool }
variable "list" { type = list(string) }
variable "set" { type = set(string) }
variable "map" { type = map(string) }
variable "object" { type = object({ name = string, port = number, missing = optional(bool) }) }
variable "tuple" { type = tuple([number, string]) }
variable "list_map" { type = list(map(string)) }
variable "map_list" { type = map(list(string)) }
variable "set_obj" { type = set(object({ k = string, v = number })) }
variable "any" { type = any }
variable "list_any" { type = list(any) }
variable "big" { type = string }
variable "untyped" {}
output "all" {
  value = { number = var.number, text = var.text, flag = var.flag, list = var.list, set = var.set, map = var.map, object = var.object, tuple = var.tuple, list_map = var.list_map, map_list = var.map_list, set_obj = var.set_obj, any = var.any, list_any = var.list_any, big = var.big, untyped = var.untyped }
}
