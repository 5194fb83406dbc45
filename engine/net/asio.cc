// The compiled half of Asio (BOOST_ASIO_SEPARATE_COMPILATION), in one object file.
#include <boost/asio/impl/src.hpp>
