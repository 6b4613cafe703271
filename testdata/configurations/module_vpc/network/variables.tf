variable "create" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = ""
}
variable "cidr" {
  type    = string
  default = "10.0.0.0/16"
}
variable "secondary_cidrs" {
  type    = list(string)
  default = []
}
variable "azs" {
  type    = list(string)
  default = []
}
variable "private_subnets" {
  type    = list(string)
  default = []
}
variable "public_subnets" {
  type    = list(string)
  default = []
}
variable "database_subnets" {
  type    = list(string)
  default = []
}
variable "private_subnet_names" {
  type    = list(string)
  default = []
}
variable "enable_nat" {
  type    = bool
  default = true
}
variable "one_nat_per_zone" {
  type    = bool
  default = false
}
variable "flow_log" {
  type = object({
    destination = optional(string)
    interval    = optional(number, 600)
    fields      = optional(list(string), [])
  })
  default = {}
}
variable "default_acl" {
  type    = list(map(string))
  default = []
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "public_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "private_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "tags_by_zone" {
  type    = map(map(string))
  default = {}
}
