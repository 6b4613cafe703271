variable "text" {
  type    = string
  default = "default"
}
variable "strict" {
  type     = string
  default  = "default"
  nullable = false
}
variable "number" {
  type     = number
  default  = 7
  nullable = false
}
variable "list" {
  type     = list(string)
  default  = ["d"]
  nullable = true
}
variable "object" {
  type     = object({ name = optional(string, "n"), port = optional(number, 80) })
  default  = {}
  nullable = false
}
variable "nested" {
  type    = object({ a = optional(string, "A"), b = optional(object({ c = optional(string, "C") }), {}) })
  default = {}
}
output "all" {
  value = { text = var.text, strict = var.strict, number = var.number, list = var.list, object = var.object, nested = var.nested }
}
