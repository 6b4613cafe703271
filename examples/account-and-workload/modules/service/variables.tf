variable "prefix" {
  type = string
}

variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "image_id" {
  type    = string
  default = "ami-0a1b2c3d4e5f60718"
}

variable "instance_type" {
  type = string
}

variable "http_tokens" {
  type    = string
  default = "required"
}

variable "kms_key_arn" {
  type = string
}

variable "ingress" {
  type = map(object({
    port        = number
    cidr_blocks = list(string)
  }))
}
